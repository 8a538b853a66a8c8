package io.github.lanewise.bench;

import io.github.lanewise.kernels.Update;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The optimizers' updates; rates are small, so that no value leaves the range of its kind. */
public class UpdateBenchmark extends StreamingBenchmark {

  private static final float LEARNING_RATE = 1e-6f;
  private static final float SCALE = 1f / 32;

  private int length;
  private float[] floats;
  private int dW;
  private int firstMoment;
  private int secondMoment;
  private int W;

  @Override
  @Setup
  public void setUp() {
    length = where.length(7);
    Slab slab = new Slab(length, length, length, length);
    slab.fill(0, -1f, 1f).fill(1, -1f, 1f).fill(2, 0.5f, 1f).fill(3, -1f, 1f);
    floats = slab.array;
    dW = slab.offset(0);
    firstMoment = slab.offset(1);
    secondMoment = slab.offset(2);
    W = slab.offset(3);
  }

  /** Tends to a gradient of about {@code decay W}, far from subnormal. */
  @Benchmark
  public void regularize() {
    Update.regularize(length, SCALE, 1e-3f, floats, W, floats, dW);
  }

  @Benchmark
  public void clip() {
    Update.clip(length, 1f, 0.5f, floats, dW);
  }

  @Benchmark
  public void sgd() {
    Update.sgd(length, LEARNING_RATE, SCALE, floats, dW, floats, W);
  }

  @Benchmark
  public void momentum() {
    Update.momentum(length, LEARNING_RATE, 0.9f, SCALE, floats, dW, floats, firstMoment, floats, W);
  }

  @Benchmark
  public void nesterov() {
    Update.nesterov(length, LEARNING_RATE, 0.9f, SCALE, floats, dW, floats, firstMoment, floats, W);
  }

  @Benchmark
  public void adam() {
    Update.adam(
        length,
        LEARNING_RATE,
        0.9f,
        0.999f,
        1e-8f,
        1f,
        1f,
        SCALE,
        floats,
        dW,
        floats,
        firstMoment,
        floats,
        secondMoment,
        floats,
        W);
  }

  /** dW read; W read and written. */
  long floatsMovedBySgd() {
    return 3L * length;
  }

  /** dW read; velocity and W read and written. */
  long floatsMovedByMomentum() {
    return 5L * length;
  }

  /** dW read; both moments and W read and written. */
  long floatsMovedByAdam() {
    return 7L * length;
  }
}
