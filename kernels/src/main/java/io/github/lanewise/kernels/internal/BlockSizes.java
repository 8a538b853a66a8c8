package io.github.lanewise.kernels.internal;

/**
 * The cache blocks of the GEMM loops, in elements: a packed block of A is {@code mc x kc}, of B
 * {@code kc x nc}.
 *
 * <p>{@code mc x kc} floats of A stay in L2, a {@code kc x NR} micro-panel of B in L1 (with 32
 * registers 38 KiB at most: where L1 has 32, a few lines a step come from L2, which is enough),
 * {@code kc x nc} of B in L3.
 *
 * @param mc rows of a block of A, a multiple of {@link #ROW_UNIT}
 * @param nc columns of a block of B, a multiple of {@link #COLUMN_UNIT}
 * @param kc depth of both
 */
public record BlockSizes(int mc, int nc, int kc) {

  /** Rows of four 512-bit vectors, a multiple of the full tile's at any width. */
  static final int ROW_UNIT = 64;

  /** Elements of the largest register tile: 24 vectors of 16. */
  static final int TILE = 384;

  /** Columns of the widest register tile, a multiple of the full one's. */
  static final int COLUMN_UNIT = 12;

  private static final int NC = 1536;

  // Each further block of k stores the unfinished chains in C and picks them up again.
  private static final int KC = 800;

  /** Rows of a block of A that stays in L1, with as many steps as {@link #depthInL1} takes. */
  static final int ROWS_IN_L1 = 32;

  private static final int KC_IN_L1 = 128;

  private static final int CROWDING_LD = 512;
  private static final int CROWDED_COLUMNS = 512;
  private static final int CROWDED_KC = 400;

  /** Requires positive sizes, whole tiles, and a depth that fits the strips of packed B. */
  public BlockSizes {
    boolean positive = mc > 0 && nc > 0 && kc > 0;
    if (!positive || mc % ROW_UNIT != 0 || nc % COLUMN_UNIT != 0 || kc > BOrder.STRIP) {
      throw new IllegalArgumentException(
          "blocks: mc must be a multiple of 64, nc of 12, and kc <= 816, got mc="
              + mc
              + ", nc="
              + nc
              + ", kc="
              + kc);
    }
  }

  /** The blocks for products of at most m x n x k: full size, or as small as the product. */
  public static BlockSizes fit(int m, int n, int k) {
    Checks.size("workspace", "m", m);
    Checks.size("workspace", "n", n);
    Checks.size("workspace", "k", k);
    int kc = Math.clamp(k, 1, KC);
    return new BlockSizes(
        roundUp(Math.clamp(m, 1, highest(floats(), kc)), ROW_UNIT),
        roundUp(Math.clamp(n, 1, NC), COLUMN_UNIT),
        kc);
  }

  /**
   * The most rows of a block of A, {@code depth} steps deep, in a product of m rows: shallow blocks
   * of as many floats are higher. Small products do without the division.
   */
  int rows(int m, int depth) {
    return m <= mc ? mc : highest(mc * kc, depth);
  }

  private static int highest(int floats, int depth) {
    return Math.max(floats / depth / ROW_UNIT, 1) * ROW_UNIT;
  }

  /**
   * The depth of the blocks of a product: {@code k} cut into as few blocks of at most {@code kc} as
   * it takes, evenly, so that the last one is not a sliver.
   */
  int depth(int k) {
    return depth(k, kc);
  }

  /**
   * The same for an A in place with leading dimension {@code lda}. Columns a multiple of 2 KiB
   * apart share a quarter of the sets of L2 or fewer: more than so many of them are cut (docs/adr,
   * decision 11).
   */
  int depthInPlace(int k, int lda) {
    boolean crowded = lda % CROWDING_LD == 0 && k > CROWDED_COLUMNS;
    return depth(k, crowded ? Math.min(kc, CROWDED_KC) : kc);
  }

  /** The same for blocks of {@link #ROWS_IN_L1} rows: 16 KiB. */
  int depthInL1(int k) {
    return depth(k, Math.min(kc, KC_IN_L1));
  }

  /** The same for blocks that are as deep as any. */
  static int fullDepth(int k) {
    return depth(k, KC);
  }

  private static int depth(int k, int most) {
    return k <= most ? k : Math.ceilDiv(k, Math.ceilDiv(k, most));
  }

  /**
   * Floats of a full block of A: 400 KiB on machines with 32 registers, less than half of the L2 of
   * the one measured, and half of that on those with 16, whose L2 was half as large
   * (docs/experiments.md, "blocks"). {@link Lanes} is there only where vector kernels run.
   */
  private static int floats() {
    return (Simd.off() || Lanes.REGISTERS == 16 ? 64 : 128) * KC;
  }

  private static int roundUp(int size, int unit) {
    return (size + unit - 1) / unit * unit;
  }
}
