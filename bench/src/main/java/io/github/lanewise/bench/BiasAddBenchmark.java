package io.github.lanewise.bench;

import io.github.lanewise.kernels.BiasAdd;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** {@code Z(:, j) := bias} and {@code Z(:, j) := Z(:, j) + bias}. */
public class BiasAddBenchmark extends StreamingBenchmark {

  private int columns;
  private float[] floats;
  private int bias;
  private int z;

  @Override
  @Setup
  public void setUp() {
    columns = where.columns(2);
    Slab slab = new Slab(Where.ROWS, Where.ROWS * columns).fill(0, -1f, 1f).fill(1, -1f, 1f);
    floats = slab.array;
    bias = slab.offset(0);
    z = slab.offset(1);
  }

  @Benchmark
  public void broadcast() {
    BiasAdd.broadcast(Where.ROWS, columns, floats, bias, floats, z, Where.ROWS);
  }

  @Benchmark
  public void add() {
    BiasAdd.add(Where.ROWS, columns, floats, bias, floats, z, Where.ROWS);
  }

  /** Z read and written, the bias read. */
  long floatsMovedByAdd() {
    return 2L * Where.ROWS * columns + Where.ROWS;
  }
}
