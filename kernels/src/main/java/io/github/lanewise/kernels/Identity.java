package io.github.lanewise.kernels;

/** The identity: {@code g(z) = z}, {@code g'(z) = 1}. */
public record Identity() implements Activation {

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
    copy(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
    copy(rows, columns, da, daOffset, ldda, dz, dzOffset, lddz);
  }

  private static void copy(
      int rows,
      int columns,
      float[] from,
      int fromOffset,
      int ldFrom,
      float[] to,
      int toOffset,
      int ldTo) {
    for (int j = 0; j < columns; j++) {
      System.arraycopy(from, fromOffset + j * ldFrom, to, toOffset + j * ldTo, rows);
    }
  }
}
