package io.github.lanewise.kernels.internal;

/**
 * The register tiles of a product: MR rows, a power of two of vectors, by NR columns.
 *
 * <p>The accumulators must fill the FMA units and fit the registers. Four vectors high is best
 * where there are rows enough: a step then takes 4 vectors of A and 5 or 6 broadcasts for 20 or 24
 * multiply-adds. Fewer rows take more columns, fewer columns take more rows (docs/performance.md,
 * "tile shapes").
 */
final class TileShape {

  private static final int LANES = Lanes.LENGTH;

  /** Vectors of the full tile: 4 with 32 registers (4v6), 2 with 16 (2v6). */
  private static final int FULL = Lanes.REGISTERS == 32 ? 4 : 2;

  private TileShape() {}

  /** MR of a block of m x n; packed panels are never higher than the full tile. */
  static int rows(int m, int n, boolean packedA) {
    int vectors = FULL;
    if (!packedA) {
      while (vectors < MicroKernels.TALLEST
          && MicroKernel.registers(2 * vectors, n) <= Lanes.REGISTERS) {
        vectors *= 2;
      }
    }
    return Math.min(vectors, Integer.highestOneBit((m + LANES - 1) / LANES)) * LANES;
  }

  /**
   * The most columns of a tile of {@code rows} rows; one in six fewer where B is read in place,
   * column by column, which takes address registers too: 4v5 runs at 96% of the FMA ceiling there,
   * 4v6 at 91%.
   */
  static int columns(int rows, boolean byColumn) {
    int vectors = rows / LANES;
    int columns = MicroKernels.WIDEST;
    while (MicroKernel.registers(vectors, columns) > Lanes.REGISTERS) {
      columns--;
    }
    return byColumn ? (5 * columns + 5) / 6 : columns;
  }

  /** The columns of the next tile where {@code left} are left: tiles as equal as can be. */
  static int share(int left, int most) {
    int tiles = (left + most - 1) / most;
    return (left + tiles - 1) / tiles;
  }
}
