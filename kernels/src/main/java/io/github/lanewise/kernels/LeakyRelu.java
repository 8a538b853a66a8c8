package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.Uniform;

/**
 * The leaky rectified linear unit: {@code g(z) = z > 0 ? z : slope * z}, {@code g'(z) = z > 0 ? 1 :
 * slope}, slope at 0.
 *
 * <p>{@code g(-0) = -0}, and NaN stays NaN.
 *
 * @param slope the slope below 0; finite and at least 0, so that g keeps the sign of z
 */
public record LeakyRelu(float slope) implements Activation {

  /**
   * With that slope below 0.
   *
   * @throws IllegalArgumentException if the slope is negative or not finite
   */
  public LeakyRelu {
    Activations.checkNotNegative("leaky_relu", "slope", slope);
  }

  /** With the usual slope, 0.01f. */
  public LeakyRelu() {
    this(0.01f);
  }

  /** {@code z}, or {@code slope * z} below 0. */
  @Elementwise
  static float forward(float z, @Uniform float slope) {
    return z > 0f ? z : slope * z;
  }

  @Elementwise
  static float backward(float da, float a, @Uniform float slope) {
    return da * derivative(a, slope);
  }

  /** From the output, which has the sign of z; NaN where that is NaN. */
  static float derivative(float a, float slope) {
    return a > 0f ? 1f : a <= 0f ? slope : a;
  }

  @Override
  public String id() {
    return "leaky_relu";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    LeakyReluLoops.forward(rows, columns, z, zOffset, ldz, slope, a, aOffset, lda);
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
    LeakyReluLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, slope, dz, dzOffset, lddz);
  }
}
