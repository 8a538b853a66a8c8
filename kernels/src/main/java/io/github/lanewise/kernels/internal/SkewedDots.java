package io.github.lanewise.kernels.internal;

/** Dot products of as many columns of A as a vector has lanes, one chain a lane. */
interface SkewedDots {

  /** Here, so that only the first long product makes its masks and shuffles: 3 ms of a cold JVM. */
  SkewedDots WIDE_AS_A_VECTOR =
      switch (Lanes.LENGTH) {
        case 4 -> new SkewedDots4();
        case 8 -> new SkewedDots8();
        case 16 -> new SkewedDots16();
        default ->
            throw new IllegalStateException(
                "dot products: no kernel of " + Lanes.LENGTH + " lanes");
      };

  /**
   * For {@code blocks * lanes} steps p in order: {@code c(i) := fma(a(p, i), b(p), c(i))}. Reads up
   * to {@code lanes} elements beyond the last of these steps in the last columns.
   */
  void run(
      int blocks, float[] a, int aOffset, int lda, float[] b, int bOffset, float[] c, int cOffset);
}
