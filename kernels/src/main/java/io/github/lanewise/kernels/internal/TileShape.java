package io.github.lanewise.kernels.internal;

/**
 * The register tiles of a product: MR rows by NR columns.
 *
 * <p>The accumulators must fill the FMA units and fit the registers. Between packed operands two
 * vectors are high enough: a step takes 2 vectors of A, which come from L2, and an element of B,
 * which is in L1, for each of 12 columns (6 with 16 registers). What is read in place with 32
 * registers is read in tiles of four vectors: an element of B then takes an address for 4
 * multiply-adds instead of 2. Fewer rows take more columns, fewer columns take more rows
 * (docs/experiments.md, "tile shapes"). All tiles are whole vectors of one species (docs/adr,
 * decision 3).
 */
final class TileShape {

  private static final int LANES = Lanes.LENGTH;

  /** Rows of the full tile, that of packed operands: 2v12 with 32 registers, 2v6 with 16. */
  static final int FULL = 2 * LANES;

  /** Rows of the tile where an operand is read in place: 4v6 with 32 registers. */
  private static final int IN_PLACE = (Lanes.REGISTERS == 32 ? 4 : 2) * LANES;

  /** How many heights there are: 1, 2, 4, ... vectors. */
  private static final int HEIGHTS = 1 + Integer.numberOfTrailingZeros(MicroKernels.TALLEST);

  /**
   * The micro-kernels by {@code log2(rows / LANES)} and {@code columns - 1}, as they are needed.
   */
  private static final MicroKernel[][] KERNELS = new MicroKernel[HEIGHTS][MicroKernels.WIDEST];

  /** The most columns by {@code log2(rows / LANES)}. */
  private static final int[] MOST_COLUMNS = mostColumns();

  private TileShape() {}

  /** The micro-kernel of a tile of {@code rows}, a power of two of vectors, by {@code columns}. */
  static MicroKernel kernel(int rows, int columns) {
    MicroKernel kernel = KERNELS[index(rows)][columns - 1];
    return kernel != null ? kernel : make(rows, columns);
  }

  /** Two threads may make the same one; each gets one that works. */
  private static MicroKernel make(int rows, int columns) {
    MicroKernel[] slots = KERNELS[index(rows)];
    MicroKernels.make(rows / LANES, columns, slots);
    return slots[columns - 1];
  }

  /** Rows of the tallest tile for {@code left > 0} rows that leaves no whole vector empty. */
  static int tallest(int left) {
    return Integer.highestOneBit(Math.ceilDiv(left, LANES)) * LANES;
  }

  /** MR of a block of m x n; that of a packed A is the height of its panels. */
  static int rows(int m, int n, boolean packedA, BOrder bOrder) {
    int rows = packedA && bOrder.packed() ? FULL : IN_PLACE;
    if (!packedA) {
      while (index(rows) + 1 < HEIGHTS && n <= MOST_COLUMNS[index(rows) + 1]) {
        rows *= 2;
      }
    }
    return Math.min(rows, tallest(m));
  }

  /**
   * The most columns of a tile of {@code rows} rows. In place fewer: by columns no more than have
   * an address each (docs/adr, decision 11); row by row with 16 registers one in six fewer, as C2
   * loads the elements of a step ahead and spills (128x128x128 NT ran at 73% of the FMA ceiling in
   * tiles of 2v6, at 95% in 2v5).
   */
  static int columns(int rows, BOrder bOrder) {
    int columns = MOST_COLUMNS[index(rows)];
    return switch (bOrder) {
      case PACKED_ROWS, PACKED_COLUMNS -> columns;
      case ROWS -> Lanes.REGISTERS == 32 ? columns : (5 * columns + 5) / 6;
      case COLUMNS -> Math.min(columns, MicroKernels.WIDEST_IN_PLACE);
    };
  }

  /**
   * The same for B with a leading dimension and chains that start from zero or {@code from}
   * elsewhere. Columns that lie a multiple of 4 KiB apart share a set of L1, of eight ways or so:
   * more of them than six evict each other. Measured with 16 registers, where 1024 columns of A^T,
   * turned, ran at 80% of the speed. 4v6 by columns is slower than 4v5 where the chains start from
   * elsewhere (docs/adr, decision 11).
   */
  static int columns(int rows, BOrder bOrder, int ldb, boolean from) {
    int columns = columns(rows, bOrder);
    if (bOrder != BOrder.COLUMNS) {
      return columns;
    }
    boolean collide = Lanes.REGISTERS == 16 && ldb % 1024 == 0;
    if (collide) {
      return Math.min(columns, 6);
    }
    return from && rows == 4 * LANES ? Math.min(columns, 5) : columns;
  }

  /** The columns of the next tile where {@code left} are left: tiles as equal as can be. */
  static int share(int left, int most) {
    if (left <= most) {
      return left;
    }
    int tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
  }

  private static int index(int rows) {
    return Integer.numberOfTrailingZeros(rows / LANES);
  }

  private static int[] mostColumns() {
    int[] most = new int[HEIGHTS];
    for (int index = 0; index < most.length; index++) {
      int vectors = 1 << index;
      while (most[index] < MicroKernels.WIDEST
          && MicroKernel.registers(vectors, most[index] + 1) <= Lanes.REGISTERS) {
        most[index]++;
      }
    }
    return most;
  }
}
