package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;

/**
 * The approximation of {@link Gelu} with tanh: {@code g(z) = z / 2 (1 + tanh(sqrt(2 / pi) (z +
 * 0.044715 z^3)))}, and its derivative.
 *
 * <p>Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016).
 */
public record GeluTanh() implements Activation {

  @Elementwise
  static float forward(float z) {
    return ScalarMath.geluTanh(z);
  }

  @Elementwise
  static float backward(float da, float z) {
    return da * ScalarMath.geluTanhDerivative(z);
  }

  @Override
  public String id() {
    return "gelu_tanh";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.INPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    GeluTanhLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    GeluTanhLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
