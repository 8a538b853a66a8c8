package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.ScalarMath;

/** The logistic function: {@code g(z) = 1 / (1 + e^-z)}, {@code g'(z) = g(z) (1 - g(z))}. */
public record Sigmoid() implements Activation {

  @Elementwise
  static float forward(float z) {
    return ScalarMath.sigmoid(z);
  }

  @Elementwise
  static float backward(float da, float a) {
    return da * ScalarMath.sigmoidDerivative(a);
  }

  @Override
  public String id() {
    return "sigmoid";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    SigmoidLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    SigmoidLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
