package io.github.lanewise.kernels.internal;

/**
 * How a product is computed: along which dimension the lanes run, and which operands are packed.
 *
 * <p>Packing costs a pass over the operand, and pays where it is used often enough: the loops
 * between packed operands run at 92 to 97% of the FMA ceiling, those that read A and B where they
 * lie at 65 to 90, small operands in L1 nearer the upper end (docs/adr, decisions 7, 10 and 11).
 * What must be packed is an operand whose rows lie across the lanes, which are transposed on the
 * way. So of the two ways to compute a product, {@code C = op(A) op(B)} with lanes along m and
 * {@code C^T = op(B)^T op(A)^T} with lanes along n, each has its price: {@link #turn} takes the
 * cheaper one. The costs are in cycles, as measured (docs/experiments.md, "packing").
 */
final class PackingPlan {

  private static final int LANES = Lanes.LENGTH;

  /**
   * Whether a step of the tiles in place is short: with 16 registers it has half of the
   * multiply-adds to hide the cache lines that it waits for, so that packing pays for smaller
   * operands.
   */
  static final boolean SHORT_STEPS = Lanes.REGISTERS == 16;

  /** Cycles of transposing one element into a packed panel. */
  private static final float TRANSPOSED_ELEMENT = SHORT_STEPS ? 0.8f : 0.5f;

  /** Cycles of writing one element of a tile of C^T into C. */
  private static final float TURNED_ELEMENT = 3f;

  /**
   * Elements that the columns of an operand lie apart, or a multiple, when they crowd into few sets
   * of L1: 4 KiB is the reach of its set index, 1 KiB leaves it four sets.
   */
  private static final int ALIASING_LD = SHORT_STEPS ? 256 : 1024;

  /** Elements of 2 MiB, twice the L2 cache of the machines measured; of 256 KiB, half of it. */
  private static final int LARGE = SHORT_STEPS ? 1 << 16 : 1 << 19;

  /** Columns of C from which on packing a large A pays. */
  private static final int LARGE_REUSE = SHORT_STEPS ? 64 : 128;

  /** Elements of 1 MiB: in place, an A as large comes from L3 for each tile's columns anew. */
  private static final int FAR = 1 << 18;

  /** Columns of C from which on packing an A from afar pays. */
  private static final int FAR_REUSE = SHORT_STEPS ? 16 : 32;

  /**
   * Elements of 4 MiB and columns of C from which on packing A pays with 16 registers where its
   * columns collide: in place, each of them evicts the ones before it from L1.
   */
  private static final int FARTHER = 1 << 20;

  private static final int FARTHER_REUSE = 6;

  /**
   * Columns of C from which on a packed A, rows from which on a packed B, is used often enough to
   * pay.
   */
  private static final int REUSE = SHORT_STEPS ? 128 : 256;

  /** Elements of 32 KiB: with 16 registers packing does not pay for an A that L1 holds. */
  private static final int IN_L1 = 1 << 13;

  // Rows and columns of C and steps that fill the panels of packed operands with 16 registers; half
  // as many rows do if there are more columns (docs/adr, decision 5).
  private static final int SHORT_STEPS_ROWS = 128;
  private static final int SHORT_STEPS_COLUMNS = 4;
  private static final int SHORT_STEPS_FEWER_ROWS = 64;
  private static final int SHORT_STEPS_MORE_COLUMNS = 32;

  // The same with 32 registers, where B is copied column by column beside a packed A: an A in place
  // goes with a B in place as fast (docs/adr, decisions 10 and 11).
  private static final int STRIP_ROWS = 96;
  private static final int STRIP_COLUMNS = 4;

  /** Elements of 256 KiB: with 32 registers as many of A pay for packing, and as many of B^T. */
  private static final int MEDIUM = 1 << 16;

  /** Elements of 64 KiB: more than L1 holds. */
  private static final int SMALL = 1 << 14;

  /** Columns of C from which on packing a medium A pays. */
  private static final int MEDIUM_REUSE = 96;

  /** The same for an A of more than {@link #FAR}, whose columns do not collide. */
  private static final int STRAIGHT_FAR_REUSE = 64;

  /** Rows of C from which on a product of A^T is not turned. */
  private static final int STRAIGHT_ROWS = 8 * LANES;

  /** Steps of a product from which on packing pays at all, where it is not necessary. */
  static final int DEEP = 16;

  /** Columns of C up to which A^T is transposed in blocks that stay in L1. */
  private static final int FEW_COLUMNS = 32;

  // Columns of C from which on, with 16 registers, packing A pays that L1 does not hold; and
  // packing
  // B beside an A in place, or a large A (docs/adr, decisions 7 and 11).
  private static final int SHORT_STEPS_REUSE = 48;
  private static final int SHORT_STEPS_LESS_REUSE = 24;

  /**
   * Up to here a last partial vector of A that would reach beyond the array is a reason to pack all
   * of a short A: otherwise each tile computes its last step apart.
   */
  private static final int FEW_ROWS = 4 * LANES;

  // Cycles of a step of tiles by their vectors, one column wide: low tiles pay for more broadcasts.
  // With 16 registers, where two multiply-adds are issued in a cycle, all of these are half cycles.
  private static final float FOUR_VECTORS = 4f;
  private static final float TWO_VECTORS = 2.2f;
  private static final float ONE_VECTOR = 1.4f;

  private PackingPlan() {}

  /**
   * Whether to compute C^T, with the lanes along n. Not where C has many rows: a step that reads
   * the columns of A^T in place costs more there than transposing A (docs/adr, decisions 8 and 10).
   */
  static boolean turn(boolean aTransposed, boolean bTransposed, int m, int n, int k, float alpha) {
    if (alpha != 1f || (m >= 4 * LANES && (!aTransposed || manyRows(m, k)))) {
      return false;
    }
    float straight = multiplyCycles(m, n, k) + (aTransposed ? TRANSPOSED_ELEMENT * m * k : 0f);
    float turned =
        multiplyCycles(n, m, k)
            + TURNED_ELEMENT * m * n
            + (bTransposed ? 0f : TRANSPOSED_ELEMENT * n * k);
    return turned < straight;
  }

  private static boolean manyRows(int m, int k) {
    return SHORT_STEPS || (m >= STRAIGHT_ROWS && k >= DEEP);
  }

  /** Tiles lower than four vectors pay for more broadcasts, a partial vector for a whole one. */
  private static float multiplyCycles(int rows, int columns, int k) {
    int vectors = Math.ceilDiv(rows, LANES);
    float cycles =
        (vectors >> 2) * FOUR_VECTORS
            + ((vectors & 2) != 0 ? TWO_VECTORS : 0f)
            + ((vectors & 1) != 0 ? ONE_VECTOR : 0f);
    return cycles * columns * k;
  }

  /**
   * Whether to pack op(A) of m x k for n columns of C.
   *
   * @param available elements of the array from the first of A on
   */
  static boolean packA(
      boolean aTransposed,
      boolean bTransposed,
      float alpha,
      int m,
      int n,
      int k,
      int lda,
      int available) {
    long elements = (long) m * k;
    return aTransposed
        || alpha != 1f
        || leavesL1(elements > LARGE ? SHORT_STEPS_LESS_REUSE : SHORT_STEPS_REUSE, m, n, k)
        || packsFromL2(bTransposed, m, n, k)
        || (n >= REUSE && collides(lda) && (SHORT_STEPS || k >= DEEP))
        || (n >= LARGE_REUSE && elements > LARGE)
        || (n >= FAR_REUSE && elements > FAR && (SHORT_STEPS || collides(lda)))
        || (SHORT_STEPS && n >= FARTHER_REUSE && elements >= FARTHER && collides(lda))
        || (m < FEW_ROWS && k <= 2 * n && (k - 1L) * lda + Packing.height(m) > available);
  }

  /**
   * Whether an A^T of many rows is transposed for so few columns of C that the tiles had better
   * find it in L1, in small blocks, than go through few of large ones. Not where C is turned: each
   * block of k would turn it back and forth. With 16 registers neither is faster (docs/adr,
   * decision 12).
   */
  static boolean transposesInL1(boolean aTransposed, boolean cTransposed, int m, int n, int k) {
    return !SHORT_STEPS && aTransposed && !cTransposed && n <= FEW_COLUMNS && fillsStrips(m, k);
  }

  /**
   * Whether to pack op(B) of k x n for m rows of C.
   *
   * @param packedA whether A is packed
   */
  static boolean packB(boolean packedA, boolean bTransposed, int m, int n, int k, int ldb) {
    if (m >= REUSE && (collides(ldb) || (long) k * n > LARGE)) {
      return true;
    }
    if (SHORT_STEPS) {
      return packedA ? fillsPanels(m, n, k) : leavesL1(SHORT_STEPS_LESS_REUSE, m, n, k);
    }
    return bTransposed
        ? m >= REUSE && (long) k * n >= MEDIUM
        : packedA && fillsStrips(m, k) && n >= STRIP_COLUMNS;
  }

  /**
   * With 32 registers, whether A comes from L2 often enough to be packed; a smaller one if B goes
   * into strips beside it.
   */
  private static boolean packsFromL2(boolean bTransposed, int m, int n, int k) {
    if (SHORT_STEPS || k < DEEP) {
      return false;
    }
    long elements = (long) m * k;
    boolean strips = !bTransposed && fillsStrips(m, k);
    return (n >= STRAIGHT_FAR_REUSE && elements > FAR)
        || (n >= MEDIUM_REUSE && elements >= (strips ? SMALL : MEDIUM));
  }

  private static boolean fillsStrips(int m, int k) {
    return m >= STRIP_ROWS && k >= DEEP;
  }

  /** With 16 registers, whether A does not stay in L1 and meets at least so many columns. */
  private static boolean leavesL1(int least, int m, int n, int k) {
    return SHORT_STEPS && n >= least && (long) m * k > IN_L1 && fillsPanels(m, n, k);
  }

  private static boolean fillsPanels(int m, int n, int k) {
    return k >= DEEP
        && ((m >= SHORT_STEPS_ROWS && n >= SHORT_STEPS_COLUMNS)
            || (m >= SHORT_STEPS_FEWER_ROWS && n >= SHORT_STEPS_MORE_COLUMNS));
  }

  /** Whether the columns of an operand in place crowd into few sets of L1. */
  static boolean collides(int ld) {
    return ld % ALIASING_LD == 0;
  }
}
