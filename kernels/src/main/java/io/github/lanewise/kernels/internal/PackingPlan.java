package io.github.lanewise.kernels.internal;

/**
 * How a product is computed: along which dimension the lanes run, and which operands are packed.
 *
 * <p>Most operands are not packed: the micro-kernels read A and B where they lie at 80 to 98% of the
 * FMA ceiling, and packing costs a pass over the operand. What must be packed is an operand whose
 * rows lie across the lanes, which are transposed on the way. So of the two ways to compute a
 * product, {@code C = op(A) op(B)} with lanes along m and {@code C^T = op(B)^T op(A)^T} with lanes
 * along n, each has its price: {@link #turn} takes the cheaper one. The costs are in cycles, as
 * measured (docs/performance.md, "packing").
 */
final class PackingPlan {

  private static final int LANES = Lanes.LENGTH;

  /** Cycles of transposing one element into a packed panel. */
  private static final float TRANSPOSED_ELEMENT = 0.6f;

  /** Cycles of writing one element of a tile of C^T into C. */
  private static final float TURNED_ELEMENT = 1.2f;

  /** Elements of 4 KiB, the reach of L1's set index. */
  private static final int ALIASING_LD = 1024;

  /**
   * Columns of C from which on a packed A, rows from which on a packed B, is used often enough to
   * pay.
   */
  private static final int REUSE = 256;

  private PackingPlan() {}

  /** Whether to compute C^T, with the lanes along n. */
  static boolean turn(
      boolean aTransposed, boolean bTransposed, int m, int n, int k, float alpha) {
    if (alpha != 1f || (!aTransposed && m >= 4 * LANES)) {
      return false;
    }
    float straight = multiplyCycles(m, n, k) + (aTransposed ? TRANSPOSED_ELEMENT * m * k : 0f);
    float turned =
        multiplyCycles(n, m, k)
            + TURNED_ELEMENT * m * n
            + (bTransposed ? 0f : TRANSPOSED_ELEMENT * n * k);
    return turned < straight;
  }

  /** Tiles lower than four vectors pay for more broadcasts, and a partial vector for a whole one. */
  private static float multiplyCycles(int rows, int columns, int k) {
    int vectors = (rows + LANES - 1) / LANES;
    float cycles = (vectors & ~3) + ((vectors & 2) != 0 ? 2.2f : 0f) + ((vectors & 1) != 0 ? 1.4f : 0f);
    return cycles * columns * k;
  }

  static boolean packA(boolean aTransposed, float alpha, int m, int n, int k, int lda) {
    return aTransposed || alpha != 1f || (lda % ALIASING_LD == 0 && n >= REUSE);
  }

  static boolean packB(boolean bTransposed, int m, int n, int k, int ldb) {
    return !bTransposed && ldb % ALIASING_LD == 0 && m >= REUSE;
  }
}
