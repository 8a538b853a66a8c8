package io.github.lanewise.kernels.internal;

/**
 * Products of A^T with one column: each element of C is the chain of one column of A with b. Both
 * are contiguous along k, where no lane may split a chain, so eight chains run side by side in
 * scalar registers: they fill both FMA units, which turning A round does not.
 */
final class DotProducts {

  /** Chains side by side: two FMA units with a latency of 4. */
  private static final int CHAINS = 8;

  private DotProducts() {}

  /**
   * Computes {@code c := A^T b}, or adds it to c; A is k x m, the elements of c lie {@code cStep}
   * apart.
   */
  static void multiply(
      int m,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      boolean fromC,
      float[] c,
      int cOffset,
      int cStep) {
    int i = 0;
    for (; i + CHAINS <= m; i += CHAINS) {
      chains(k, a, aOffset + i * lda, lda, b, bOffset, fromC, c, cOffset + i * cStep, cStep);
    }
    for (; i < m; i++) {
      int ci = cOffset + i * cStep;
      c[ci] = chain(k, a, aOffset + i * lda, b, bOffset, fromC ? c[ci] : 0f);
    }
  }

  private static void chains(
      int k,
      float[] a,
      int a0,
      int lda,
      float[] b,
      int bOffset,
      boolean fromC,
      float[] c,
      int c0,
      int cStep) {
    int a1 = a0 + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    int a4 = a3 + lda;
    int a5 = a4 + lda;
    int a6 = a5 + lda;
    int a7 = a6 + lda;
    float sum0 = fromC ? c[c0] : 0f;
    float sum1 = fromC ? c[c0 + cStep] : 0f;
    float sum2 = fromC ? c[c0 + 2 * cStep] : 0f;
    float sum3 = fromC ? c[c0 + 3 * cStep] : 0f;
    float sum4 = fromC ? c[c0 + 4 * cStep] : 0f;
    float sum5 = fromC ? c[c0 + 5 * cStep] : 0f;
    float sum6 = fromC ? c[c0 + 6 * cStep] : 0f;
    float sum7 = fromC ? c[c0 + 7 * cStep] : 0f;
    for (int p = 0; p < k; p++) {
      float bp = b[bOffset + p];
      sum0 = Math.fma(a[a0 + p], bp, sum0);
      sum1 = Math.fma(a[a1 + p], bp, sum1);
      sum2 = Math.fma(a[a2 + p], bp, sum2);
      sum3 = Math.fma(a[a3 + p], bp, sum3);
      sum4 = Math.fma(a[a4 + p], bp, sum4);
      sum5 = Math.fma(a[a5 + p], bp, sum5);
      sum6 = Math.fma(a[a6 + p], bp, sum6);
      sum7 = Math.fma(a[a7 + p], bp, sum7);
    }
    c[c0] = sum0;
    c[c0 + cStep] = sum1;
    c[c0 + 2 * cStep] = sum2;
    c[c0 + 3 * cStep] = sum3;
    c[c0 + 4 * cStep] = sum4;
    c[c0 + 5 * cStep] = sum5;
    c[c0 + 6 * cStep] = sum6;
    c[c0 + 7 * cStep] = sum7;
  }

  private static float chain(int k, float[] a, int aOffset, float[] b, int bOffset, float start) {
    float sum = start;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[aOffset + p], b[bOffset + p], sum);
    }
    return sum;
  }
}
