package io.github.lanewise.kernels.internal;

/**
 * Which operands of a product are packed. Most are not: the micro-kernels read A and B where they
 * lie at 80 to 95% of the FMA ceiling, and packing costs a pass over the operand
 * (docs/performance.md, "packing").
 *
 * <p>A is packed where its rows lie across the lanes (A^T) or alpha has to be multiplied in. Beyond
 * that only columns a multiple of 4 KiB apart call for it: they fall into the same sets of the L1
 * cache and drive each other out.
 */
final class PackingPlan {

  /** Elements of 4 KiB, the reach of L1's set index. */
  private static final int ALIASING_LD = 1024;

  /**
   * Columns of C from which on a packed A, rows from which on a packed B, is used often enough to
   * pay.
   */
  private static final int REUSE = 256;

  private PackingPlan() {}

  static boolean packA(boolean aTransposed, boolean bTransposed, float alpha, int n, int lda) {
    return aTransposed || alpha != 1f || (bTransposed && lda % ALIASING_LD == 0 && n >= REUSE);
  }

  static boolean packB(boolean bTransposed, int m, int ldb) {
    return !bTransposed && ldb % ALIASING_LD == 0 && m >= REUSE;
  }
}
