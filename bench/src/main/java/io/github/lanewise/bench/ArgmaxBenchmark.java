package io.github.lanewise.bench;

import io.github.lanewise.kernels.Argmax;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The index of the largest of each column, for as many rows as a classifier has classes. */
public class ArgmaxBenchmark extends KernelBenchmark {

  @Param({"10", "100", "1000"})
  int rows;

  private static final int COLUMNS = 32;

  private float[] a;
  private int[] out;

  @Setup
  public void setUp() {
    a = RandomFloats.array(rows * COLUMNS, 1);
    out = new int[COLUMNS];
  }

  @Benchmark
  public void columns() {
    Argmax.columns(rows, COLUMNS, a, 0, rows, out, 0);
  }
}
