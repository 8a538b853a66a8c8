package io.github.lanewise.network;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.network.internal.ExclusiveUse;
import io.github.lanewise.network.internal.KernelPathEvent;
import io.github.lanewise.network.internal.ParameterLayout;
import org.jspecify.annotations.Nullable;

/**
 * Computes a network's outputs on the caller's thread: {@code yhat = A[L]} of raw samples x. A
 * sample gives the same bits alone and in any batch, and a NaN in one changes no other.
 *
 * <p>Owns its buffers, so one per thread; after construction and warm-up a prediction allocates
 * nothing.
 */
public final class Predictor {
  private final Network network;
  private final @Nullable Scaler scaler;
  private final int maxBatch;
  // Layers write to the two halves in turn: A[l] never overwrites A[l-1], which it is made from.
  private final float[] buffers;
  private final int half;
  private final GemmWorkspace workspace = new GemmWorkspace();
  private final ExclusiveUse use = new ExclusiveUse();

  Predictor(Network network, int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("predictor: batch must be >= 1, got batch=" + maxBatch);
    }
    this.network = network;
    this.scaler = network.scaler().orElse(null);
    this.maxBatch = maxBatch;
    ParameterLayout layout = network.layout();
    int widest = 0;
    for (int l = 0; l <= layout.layers(); l++) {
      widest = Math.max(widest, layout.n(l));
    }
    long length = 2L * widest * maxBatch;
    if (length > ParameterLayout.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "predictor: buffers must be <= %d elements, got %d (widest layer %d, batch=%d)"
              .formatted(ParameterLayout.MAX_LENGTH, length, widest, maxBatch));
    }
    this.buffers = new float[(int) length];
    this.half = widest * maxBatch;
    KernelPathEvent.tell();
  }

  /** Returns the network that predicts. */
  public Network network() {
    return network;
  }

  /** Returns the largest batch. */
  public int maxBatch() {
    return maxBatch;
  }

  /**
   * Returns yhat of one sample in a new array.
   *
   * @throws IllegalArgumentException if {@code x} does not have the network's inputs
   */
  public float[] predict(float... x) {
    if (x.length != network.inputs()) {
      throw new IllegalArgumentException(
          "predict: expected %d inputs, got %d".formatted(network.inputs(), x.length));
    }
    float[] yhat = new float[network.outputs()];
    predict(1, x, 0, yhat, 0);
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
   * @throws IllegalStateException if another thread is inside
   */
  public void predict(int batch, float[] in, int inOffset, float[] out, int outOffset) {
    if (batch < 0 || batch > maxBatch) {
      throw new IllegalArgumentException(
          "predict: batch must be in 0..%d, got batch=%d".formatted(maxBatch, batch));
    }
    int outLength = batch * network.outputs();
    Checks.vector("predict", "in", in, inOffset, batch * network.inputs());
    Checks.vector("predict", "out", out, outOffset, outLength);
    use.enter("predict");
    try {
      if (scaler != null) {
        scaler.apply(batch, in, inOffset, buffers, half);
        forward(batch, buffers, half);
      } else {
        forward(batch, in, inOffset);
      }
      int last = network.layers().size() % 2 == 1 ? 0 : half;
      System.arraycopy(buffers, last, out, outOffset, outLength);
    } finally {
      use.exit();
    }
  }

  /** Leaves A[L] in the first half if L is odd, else in the second. */
  private void forward(int batch, float[] x, int xOffset) {
    ParameterLayout layout = network.layout();
    float[] parameters = network.parameters();
    float[] A = x;
    int AOffset = xOffset;
    for (int l = 1; l <= layout.layers(); l++) {
      int n = layout.n(l);
      int inputs = layout.n(l - 1);
      int ZOffset = l % 2 == 1 ? 0 : half;
      Gemm.forward(
          n,
          batch,
          inputs,
          parameters,
          layout.W(l),
          n,
          A,
          AOffset,
          inputs,
          parameters,
          layout.b(l),
          buffers,
          ZOffset,
          n,
          workspace);
      network
          .layers()
          .get(l - 1)
          .activation()
          .forward(n, batch, buffers, ZOffset, n, buffers, ZOffset, n);
      A = buffers;
      AOffset = ZOffset;
    }
  }
}
