package io.github.lanewise.bench;

import io.github.lanewise.kernels.RowReduce;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** {@code out(i) := scale * (z(i, 0) + z(i, 1) + ...)}. */
public class RowReduceBenchmark extends StreamingBenchmark {

  private int columns;
  private float[] floats;
  private int z;
  private int out;

  @Override
  @Setup
  public void setUp() {
    columns = where.columns(1);
    Slab slab = new Slab(Where.ROWS * columns, Where.ROWS).fill(0, -1f, 1f);
    floats = slab.array;
    z = slab.offset(0);
    out = slab.offset(1);
  }

  @Benchmark
  public void sum() {
    RowReduce.sum(Where.ROWS, columns, 0.5f, floats, z, Where.ROWS, floats, out);
  }

  /** Z read, one sum per row written. */
  long floatsMoved() {
    return (long) Where.ROWS * columns + Where.ROWS;
  }
}
