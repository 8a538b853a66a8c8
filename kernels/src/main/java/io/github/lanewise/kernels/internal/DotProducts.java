package io.github.lanewise.kernels.internal;

import java.util.Arrays;

/**
 * Products of A^T with one column: each element of C is the chain of one column of A with b. The
 * columns lie across the lanes, and no lane may split a chain. {@link SkewedDots} turns them on the
 * way, at 20% of the FMA ceiling; what it leaves over runs in scalar chains, eight side by side, at
 * 8%.
 */
final class DotProducts {

  private static final int LANES = Lanes.LENGTH;

  /** Chains side by side: two FMA units with a latency of 4. */
  private static final int CHAINS = 8;

  private DotProducts() {}

  /** Computes {@code c := A^T b}, or adds it to c; A is k x m. */
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
      int cOffset) {
    if (!fromC) {
      Arrays.fill(c, cOffset, cOffset + m, 0f);
    }
    int i = 0;
    for (; i <= m - LANES; i += LANES) {
      int column = aOffset + i * lda;
      int available = a.length - column - (LANES - 1) * lda - 1;
      int blocks = Math.min(k, available) / LANES;
      if (blocks > 0) {
        SkewedDots.WIDE_AS_A_VECTOR.run(blocks, a, column, lda, b, bOffset, c, cOffset + i);
      }
      int p = blocks * LANES;
      scalar(LANES, k - p, a, column + p, lda, b, bOffset + p, c, cOffset + i);
    }
    scalar(m - i, k, a, aOffset + i * lda, lda, b, bOffset, c, cOffset + i);
  }

  private static void scalar(
      int m,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset) {
    if (k == 0) {
      return;
    }
    int i = 0;
    for (; i <= m - CHAINS; i += CHAINS) {
      chains(k, a, aOffset + i * lda, lda, b, bOffset, c, cOffset + i);
    }
    for (; i < m; i++) {
      c[cOffset + i] = chain(k, a, aOffset + i * lda, b, bOffset, c[cOffset + i]);
    }
  }

  private static void chains(
      int k, float[] a, int a0, int lda, float[] b, int bOffset, float[] c, int c0) {
    int a1 = a0 + lda;
    int a2 = a1 + lda;
    int a3 = a2 + lda;
    int a4 = a3 + lda;
    int a5 = a4 + lda;
    int a6 = a5 + lda;
    int a7 = a6 + lda;
    float sum0 = c[c0];
    float sum1 = c[c0 + 1];
    float sum2 = c[c0 + 2];
    float sum3 = c[c0 + 3];
    float sum4 = c[c0 + 4];
    float sum5 = c[c0 + 5];
    float sum6 = c[c0 + 6];
    float sum7 = c[c0 + 7];
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
    c[c0 + 1] = sum1;
    c[c0 + 2] = sum2;
    c[c0 + 3] = sum3;
    c[c0 + 4] = sum4;
    c[c0 + 5] = sum5;
    c[c0 + 6] = sum6;
    c[c0 + 7] = sum7;
  }

  private static float chain(int k, float[] a, int aOffset, float[] b, int bOffset, float start) {
    float sum = start;
    for (int p = 0; p < k; p++) {
      sum = Math.fma(a[aOffset + p], b[bOffset + p], sum);
    }
    return sum;
  }
}
