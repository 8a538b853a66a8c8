package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;
import io.github.lanewise.kernels.internal.Uniform;

/**
 * The exponential linear unit: {@code g(z) = z >= 0 ? z : alpha (e^z - 1)}, {@code g'(z) = z > 0 ?
 * 1 : g(z) + alpha}, alpha at 0.
 *
 * <p>{@code g(-0) = -0}. Clevert, Unterthiner and Hochreiter, "Fast and Accurate Deep Network
 * Learning by Exponential Linear Units" (2016).
 *
 * @param alpha minus the limit for {@code z} towards minus infinity; finite and at least 0, so that
 *     g keeps the sign of z
 */
public record Elu(float alpha) implements Activation {

  /**
   * With that alpha.
   *
   * @throws IllegalArgumentException if alpha is negative or not finite
   */
  public Elu {
    Activations.checkNotNegative("elu", "alpha", alpha);
  }

  /** With the usual alpha, 1. */
  public Elu() {
    this(1f);
  }

  @Elementwise
  static float forward(float z, @Uniform float alpha) {
    return z >= 0f ? z : alpha * ScalarMath.expm1Negative(z);
  }

  @Elementwise
  static float backward(float da, float a, @Uniform float alpha) {
    return da * (a > 0f ? 1f : a + alpha);
  }

  @Override
  public String id() {
    return "elu";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    EluLoops.forward(rows, columns, z, zOffset, ldz, alpha, a, aOffset, lda);
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
    EluLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, alpha, dz, dzOffset, lddz);
  }
}
