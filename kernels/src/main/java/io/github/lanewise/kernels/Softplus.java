package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;

/** The softplus: {@code g(z) = log(1 + e^z)}, {@code g'(z) = 1 - e^-g(z)}, the sigmoid of z. */
public record Softplus() implements Activation {

  @Elementwise
  static float forward(float z) {
    return ScalarMath.softplus(z);
  }

  @Elementwise
  static float backward(float da, float a) {
    return da * ScalarMath.softplusDerivative(a);
  }

  @Override
  public String id() {
    return "softplus";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    SoftplusLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    SoftplusLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
