package io.github.lanewise.kernels.internal;

/**
 * The register tiles of a product: MR rows by NR columns.
 *
 * <p>The accumulators must fill the FMA units and fit the registers. Between packed operands two
 * vectors are high enough: a step takes 2 vectors of A, which come from L2, and an element of B,
 * which is in L1, for each of 12 columns (6 with 16 registers). What is read in place with 32
 * registers is read in tiles of four vectors, or of three: an element of B then takes an address
 * for 4 multiply-adds, or 3, instead of 2. Fewer rows take more columns, fewer columns take more
 * rows (docs/experiments.md, "tile shapes"). All tiles are whole vectors of one species (docs/adr,
 * decision 3).
 */
final class TileShape {

  private static final int LANES = Lanes.LENGTH;

  /** Rows of the full tile, that of packed operands: 2v12 with 32 registers, 2v6 with 16. */
  static final int FULL = 2 * LANES;

  /** Rows of the tile where an operand is read in place: 4v6 with 32 registers. */
  private static final int IN_PLACE = (Lanes.REGISTERS == 32 ? 4 : 2) * LANES;

  private static final int THREE = 3 * LANES;

  /** Whether there are tiles of three vectors. */
  private static final boolean THREES = MicroKernels.widest(3) > 0;

  /** Columns from which on one tile of three vectors is faster than two of four. */
  private static final int THREE_COLUMNS = 7;

  /** Vectors of A from which on the last tile, if it is one of one vector, does not matter. */
  private static final int MANY_VECTORS = 12;

  /** The micro-kernels by {@code rows / LANES} and {@code columns - 1}, as they are needed. */
  private static final MicroKernel[][] KERNELS =
      new MicroKernel[MicroKernels.TALLEST + 1][MicroKernels.WIDEST];

  private TileShape() {}

  /** The micro-kernel of a tile of {@code rows}, as there are, by {@code columns}. */
  static MicroKernel kernel(int rows, int columns) {
    MicroKernel kernel = KERNELS[rows / LANES][columns - 1];
    return kernel != null ? kernel : make(rows, columns);
  }

  /** Two threads may make the same one; each gets one that works. */
  private static MicroKernel make(int rows, int columns) {
    MicroKernel[] slots = KERNELS[rows / LANES];
    MicroKernels.make(rows / LANES, columns, slots);
    return slots[columns - 1];
  }

  /** Rows of the tallest tile for {@code left > 0} rows that leaves no whole vector empty. */
  static int tallest(int left) {
    int vectors = Math.ceilDiv(left, LANES);
    return vectors == 3 && THREES ? THREE : Integer.highestOneBit(vectors) * LANES;
  }

  /** MR of a block of m x n; that of a packed A is the height of its panels. */
  static int rows(int m, int n, boolean packedA, BOrder bOrder) {
    int rows = packedA && bOrder.packed() ? FULL : IN_PLACE;
    if (!packedA) {
      while (rows < MicroKernels.TALLEST * LANES && n <= widest(2 * rows)) {
        rows *= 2;
      }
      if (THREES && rows == IN_PLACE && bOrder == BOrder.COLUMNS && inThrees(m, n)) {
        rows = THREE;
      }
    }
    return Math.min(rows, tallest(m));
  }

  /**
   * Whether tiles of three vectors by columns are faster than those of four: they take more columns
   * at once, and two of them six vectors (docs/adr, decision 12).
   */
  private static boolean inThrees(int m, int n) {
    int vectors = Math.ceilDiv(m, LANES);
    if (n >= THREE_COLUMNS && n <= MicroKernels.WIDEST_IN_PLACE) {
      return vectors % 3 != 1 || vectors >= MANY_VECTORS;
    }
    return vectors == 6;
  }

  /**
   * The most columns of a tile of {@code rows} rows. In place fewer: by columns no more than have
   * an address each (docs/adr, decision 11); row by row with 16 registers one in six fewer, as C2
   * loads the elements of a step ahead and spills (128x128x128 NT ran at 73% of the FMA ceiling in
   * tiles of 2v6, at 95% in 2v5).
   */
  static int columns(int rows, BOrder bOrder) {
    int columns = widest(rows);
    return switch (bOrder) {
      case PACKED_ROWS, PACKED_COLUMNS -> columns;
      case ROWS -> Lanes.REGISTERS == 32 ? columns : (5 * columns + 5) / 6;
      case COLUMNS -> Math.min(columns, MicroKernels.WIDEST_IN_PLACE);
    };
  }

  /**
   * The same for n columns of B with a leading dimension, and chains that start from zero or {@code
   * from} elsewhere. Columns that lie a multiple of 4 KiB apart share a set of L1, of eight ways or
   * so: more of them than six evict each other. Measured with 16 registers, where 1024 columns of
   * A^T, turned, ran at 80% of the speed. 4v6 by columns is slower than 4v5 where the chains start
   * from elsewhere, but for up to twelve columns, where it saves a tile (docs/adr, decisions 11 and
   * 12).
   */
  static int columns(int rows, BOrder bOrder, int n, int ldb, boolean from) {
    int columns = columns(rows, bOrder);
    if (bOrder != BOrder.COLUMNS) {
      return columns;
    }
    boolean collide = Lanes.REGISTERS == 16 && ldb % 1024 == 0;
    if (collide) {
      return Math.min(columns, 6);
    }
    return from && rows == 4 * LANES && n > 2 * columns ? Math.min(columns, 5) : columns;
  }

  /** The columns of the next tile where {@code left} are left: tiles as equal as can be. */
  static int share(int left, int most) {
    if (left <= most) {
      return left;
    }
    int tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
  }

  private static int widest(int rows) {
    return MicroKernels.widest(rows / LANES);
  }
}
