package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;

/**
 * The Gaussian error linear unit: {@code g(z) = z Phi(z)}, Phi the distribution function of the
 * standard normal distribution; {@code g'(z) = Phi(z) + z phi(z)}.
 *
 * <p>Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016).
 */
public record Gelu() implements Activation {

  @Elementwise
  static float forward(float z) {
    return ScalarMath.gelu(z);
  }

  @Elementwise
  static float backward(float da, float z) {
    return da * ScalarMath.geluDerivative(z);
  }

  @Override
  public String id() {
    return "gelu";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.INPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    GeluLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    GeluLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
