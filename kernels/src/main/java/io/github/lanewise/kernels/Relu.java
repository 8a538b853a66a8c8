package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;

/**
 * The rectified linear unit: {@code g(z) = z > 0 ? z : 0}, {@code g'(z) = z > 0 ? 1 : 0}, 0 at 0.
 *
 * <p>{@code g(-0) = +0}, and NaN stays NaN.
 */
public record Relu() implements Activation {

  /** {@code max(z, 0)} that keeps NaN. */
  @Elementwise
  static float forward(float z) {
    return z <= 0f ? 0f : z;
  }

  @Elementwise
  static float backward(float da, float a) {
    return da * derivative(a);
  }

  /** From the output; NaN where that is NaN. */
  static float derivative(float a) {
    return a > 0f ? 1f : a <= 0f ? 0f : a;
  }

  @Override
  public String id() {
    return "relu";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    ReluLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
  }

  @Override
  public void backward(
      int rows,
      int columns,
      float[] da,
      int daOffset,
      int ldda,
      float[] saved,
      int savedOffset,
      int ldSaved,
      float[] dz,
      int dzOffset,
      int lddz) {
    Activations.checkBackward(
        id(), rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
    ReluLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
