package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;

/** The identity: {@code g(z) = z}, {@code g'(z) = 1}. */
public record Identity() implements Activation {

  /** The argument, bit for bit. */
  @Elementwise
  static float forward(float z) {
    return z;
  }

  @Elementwise
  static float backward(float da, float a) {
    return da;
  }

  @Override
  public String id() {
    return "identity";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    IdentityLoops.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    IdentityLoops.backward(
        rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
  }
}
