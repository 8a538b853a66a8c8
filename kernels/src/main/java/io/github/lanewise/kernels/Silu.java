package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;

/**
 * The sigmoid linear unit, also called swish: {@code g(z) = z s(z)}, s the sigmoid; {@code g'(z) =
 * s(z) (1 + z (1 - s(z)))}.
 */
public record Silu() implements Activation {

  @Elementwise
  static float forward(float z) {
    return ScalarMath.silu(z);
  }

  @Elementwise
  static float backward(float da, float z) {
    return da * ScalarMath.siluDerivative(z);
  }

  @Override
  public String id() {
    return "silu";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.INPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    SiluLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    SiluLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
