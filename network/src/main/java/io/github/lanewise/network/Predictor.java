package io.github.lanewise.network;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.ExclusiveUse;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.network.internal.ForwardPass;
import io.github.lanewise.network.internal.KernelPathEvent;
import io.github.lanewise.network.internal.MadeUpBatches;
import io.github.lanewise.network.internal.PackedWeights;
import io.github.lanewise.network.internal.WarmUp;
import java.util.Objects;

/**
 * Computes a network's outputs on the caller's thread: {@code yhat = A[L]} of raw samples x. A
 * sample gives the same bits alone and in any batch, and a NaN in one changes no other.
 *
 * <p>Owns its buffers, so one per thread; after construction and warm-up a prediction allocates
 * nothing. One that a {@link LiveNetwork} has made computes each call with the network that is
 * current when the call begins.
 */
public final class Predictor {
  private final LiveNetwork live;
  private final int maxBatch;
  private final ForwardPass forwardPass;
  private final ExclusiveUse use =
      new ExclusiveUse(", on another thread: make one predictor per thread");

  Predictor(LiveNetwork live, int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("predictor: batch must be >= 1, got batch=" + maxBatch);
    }
    this.live = live;
    this.maxBatch = maxBatch;
    Network network = live.network();
    this.forwardPass = new ForwardPass(network.layers(), network.layout(), maxBatch);
    if (maxBatch > 1) {
      live.pack(forwardPass.takesPanels());
    }
    KernelPathEvent.tell();
  }

  /** Returns the network that the next call predicts with. */
  public Network network() {
    return live.network();
  }

  /** Returns the largest batch. */
  public int maxBatch() {
    return maxBatch;
  }

  /**
   * Warms up for single samples, for {@link #maxBatch} at a time and, where that takes a way of its
   * own, for a few; ends early where the thread is interrupted.
   *
   * @throws IllegalStateException if another call is under way
   * @see #warmUp(int...)
   */
  public void warmUp() {
    if (forwardPass.takesPanels()) {
      warmUp(1, SamplePanels.HEIGHT / 2, maxBatch);
    } else {
      warmUp(1, maxBatch);
    }
  }

  /**
   * Predicts batches of made-up samples, of each of these sizes in turn, until the JIT has compiled
   * what that takes: until calls neither allocate nor get faster, usually for some seconds; after
   * 10, or where the thread is interrupted (it stays so), it ends with the call that is under way.
   * Changes no prediction. It is the JVM that gets warm, so one predictor of a network may do it
   * for all. A batch of another size may end in tiles of its own, which its first calls still have
   * compiled; a service that meets every size warms up for all of them. The first network with a
   * scaler that is published where there was none has its scaler compiled later, too.
   *
   * @throws IllegalArgumentException if a size is not in 1..{@link #maxBatch}
   * @throws IllegalStateException if another call is under way
   */
  public void warmUp(int... batches) {
    int largest = 0;
    for (int batch : Objects.requireNonNull(batches, "batches")) {
      if (batch < 1 || batch > maxBatch) {
        throw new IllegalArgumentException(
            "predictor: batches to warm up for must be in 1..%d, got %d"
                .formatted(maxBatch, batch));
      }
      largest = Math.max(largest, batch);
    }
    WarmUp.run(new MadeUpBatches(this, largest), batches);
  }

  /**
   * Returns yhat of one sample in a new array.
   *
   * @throws IllegalArgumentException if {@code x} does not have the network's inputs
   * @throws IllegalStateException if another call is under way
   */
  public float[] predict(float... x) {
    Objects.requireNonNull(x, "x");
    Network network = live.network();
    if (x.length != network.inputs()) {
      throw new IllegalArgumentException(
          "predict: expected %d inputs, got %d".formatted(network.inputs(), x.length));
    }
    float[] yhat = new float[network.outputs()];
    predict(network, 1, x, 0, yhat, 0);
    return yhat;
  }

  /**
   * Writes yhat of one sample.
   *
   * @throws IndexOutOfBoundsException if the sample or its outputs do not fit
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    predict(1, in, inOffset, out, outOffset);
  }

  /**
   * Writes yhat of {@code batch} samples, one after the other as they were read; 0 does nothing.
   *
   * @param in batch x inputs values
   * @param out batch x outputs values; may be {@code in}, overlapping or not
   * @throws IllegalArgumentException if the batch is negative or larger than {@link #maxBatch}
   * @throws IndexOutOfBoundsException if the samples or their outputs do not fit
   * @throws IllegalStateException if another call is under way
   */
  public void predict(int batch, float[] in, int inOffset, float[] out, int outOffset) {
    if (batch < 0 || batch > maxBatch) {
      throw new IllegalArgumentException(
          "predict: batch must be in 0..%d, got batch=%d".formatted(maxBatch, batch));
    }
    Network network = live.network();
    Checks.vector("predict", "in", in, inOffset, batch * network.inputs());
    Checks.vector("predict", "out", out, outOffset, batch * network.outputs());
    if (batch > 0) {
      predict(network, batch, in, inOffset, out, outOffset);
    }
  }

  private void predict(
      Network network, int batch, float[] in, int inOffset, float[] out, int outOffset) {
    use.enter("predict");
    try {
      PackedWeights packed = batch > 1 ? network.packed() : null;
      forwardPass.run(
          network.scalerOrNull(),
          network.parameters(),
          packed,
          batch,
          in,
          inOffset,
          out,
          outOffset);
    } finally {
      use.exit();
    }
  }
}
