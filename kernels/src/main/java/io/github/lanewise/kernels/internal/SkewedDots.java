package io.github.lanewise.kernels.internal;

/** Dot products of as many columns of A as a vector has lanes, one chain a lane. */
interface SkewedDots {

  /**
   * For {@code blocks * lanes} steps p in order: {@code c(i) := fma(a(p, i), b(p), c(i))}. Reads up
   * to {@code lanes} elements beyond the last of these steps in the last columns.
   */
  void run(
      int blocks, float[] a, int aOffset, int lda, float[] b, int bOffset, float[] c, int cOffset);
}
