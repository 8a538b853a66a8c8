package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;

/**
 * The rectified linear unit: {@code g(z) = z > 0 ? z : 0}, {@code g'(z) = z > 0 ? 1 : 0}, 0 at 0.
 *
 * <p>{@code g(-0) = +0}, and NaN stays NaN.
 */
public record Relu() implements Activation {

  // Bits of the two values of g' that are not 0.
  private static final int ONE = 0x3f800000;
  private static final int NAN = 0x7fc00000;

  /**
   * {@code max(z, 0)} that keeps NaN. Selects bits: C2 moves an int conditionally where for floats
   * it branches, and signs are hard to predict.
   */
  @Elementwise
  static float forward(float z) {
    return Float.intBitsToFloat(z <= 0f ? 0 : Float.floatToRawIntBits(z));
  }

  @Elementwise
  static float backward(float da, float a) {
    return da * derivative(a);
  }

  /** From the output, by bits like {@link #forward(float)}; NaN where that is NaN. */
  @SuppressWarnings("IdentityBinaryExpression") // a != a for NaN alone
  static float derivative(float a) {
    int one = a > 0f ? ONE : 0;
    int nan = a != a ? NAN : 0;
    return Float.intBitsToFloat(one | nan);
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
