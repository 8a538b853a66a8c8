package io.github.lanewise.bench;

import io.github.lanewise.kernels.Hadamard;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** {@code Z := X (.) Y}, into a third matrix and in place. */
public class HadamardBenchmark extends StreamingBenchmark {

  private int columns;
  private float[] floats;
  private int x;
  private int y;
  private int z;

  @Override
  @Setup
  public void setUp() {
    columns = where.columns(3);
    int length = Where.ROWS * columns;
    Slab slab = new Slab(length, length, length).fill(0, -1f, 1f).fillWithSigns(1);
    floats = slab.array;
    x = slab.offset(0);
    y = slab.offset(1);
    z = slab.offset(2);
  }

  @Benchmark
  public void multiply() {
    multiplyInto(z);
  }

  @Benchmark
  public void multiplyInPlace() {
    multiplyInto(x);
  }

  private void multiplyInto(int to) {
    int ld = Where.ROWS;
    Hadamard.multiply(Where.ROWS, columns, floats, x, ld, floats, y, ld, floats, to, ld);
  }

  /** X and Y read, Z written. */
  long floatsMoved() {
    return 3L * Where.ROWS * columns;
  }
}
