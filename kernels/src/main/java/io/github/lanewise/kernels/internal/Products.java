package io.github.lanewise.kernels.internal;

/**
 * Products on the calling thread, without validation, by the path that {@link Simd} has chosen:
 * vector kernels or plain loops.
 */
public final class Products {

  private Products() {}

  /** Computes what {@link ScalarGemm#multiply} defines. */
  public static void multiply(
      boolean aTransposed,
      boolean bTransposed,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    if (Simd.vector()) {
      GemmDriver.multiply(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc,
          buffers);
    } else {
      PlainGemm.multiply(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc,
          buffers.copies());
    }
  }

  /** Computes {@code Z := W A + bias}, each chain starting from its row's bias. */
  public static void forward(
      int m,
      int n,
      int k,
      float[] w,
      int wOffset,
      int ldw,
      float[] a,
      int aOffset,
      int lda,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz,
      PackingBuffers buffers) {
    if (Simd.vector()) {
      GemmDriver.forward(
          m, n, k, w, wOffset, ldw, a, aOffset, lda, bias, biasOffset, z, zOffset, ldz, buffers);
    } else {
      PlainGemm.forward(
          m,
          n,
          k,
          w,
          wOffset,
          ldw,
          a,
          aOffset,
          lda,
          bias,
          biasOffset,
          z,
          zOffset,
          ldz,
          buffers.copies());
    }
  }
}
