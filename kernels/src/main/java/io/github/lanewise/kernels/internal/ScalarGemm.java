package io.github.lanewise.kernels.internal;

/**
 * The definition of GEMM: {@code C := alpha op(A) op(B) + beta C}, column-major, one fused
 * multiply-add chain per element in index order. What every other path must equal bit for bit.
 */
public final class ScalarGemm {

  private ScalarGemm() {}

  /**
   * Computes the product; with {@code beta == 0} C is not read, with {@code alpha == 0} A and B are
   * not read.
   */
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
      int ldc) {
    int terms = alpha == 0f ? 0 : k;
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        int ij = cOffset + i + j * ldc;
        float sum = beta == 0f ? 0f : beta * c[ij];
        for (int p = 0; p < terms; p++) {
          float aip = aTransposed ? a[aOffset + p + i * lda] : a[aOffset + i + p * lda];
          float bpj = bTransposed ? b[bOffset + j + p * ldb] : b[bOffset + p + j * ldb];
          sum = Math.fma(alpha * aip, bpj, sum);
        }
        c[ij] = sum;
      }
    }
  }

  /** {@code Z := W A + bias}: each chain starts from its row's bias. */
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
      int ldz) {
    ScalarBiasAdd.broadcast(m, n, bias, biasOffset, z, zOffset, ldz);
    multiply(false, false, m, n, k, 1f, w, wOffset, ldw, a, aOffset, lda, 1f, z, zOffset, ldz);
  }
}
