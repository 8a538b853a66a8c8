package io.github.lanewise.bench;

import io.github.lanewise.kernels.Sums;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The sums of fixed order: of x, of x squared, of x times y. */
public class SumsBenchmark extends StreamingBenchmark {

  private int length;
  private float[] floats;
  private int x;
  private int y;

  @Override
  @Setup
  public void setUp() {
    length = where.length(2);
    Slab slab = new Slab(length, length).fill(0, -1f, 1f).fill(1, -1f, 1f);
    floats = slab.array;
    x = slab.offset(0);
    y = slab.offset(1);
  }

  @Benchmark
  public float sum() {
    return Sums.sum(length, floats, x);
  }

  @Benchmark
  public float sumOfSquares() {
    return Sums.sumOfSquares(length, floats, x);
  }

  @Benchmark
  public float sumOfProducts() {
    return Sums.sumOfProducts(length, floats, x, floats, y);
  }
}
