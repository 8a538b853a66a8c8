package io.github.lanewise.kernels.internal;

/** In which order a micro-kernel finds the elements of B. */
enum BOrder {
  /** Side by side, the next step right behind: packed B^T, and with 16 registers packed B. */
  PACKED_ROWS,
  /** A {@link #STRIP} apart, the next step right behind: packed B. */
  PACKED_COLUMNS,
  /** Side by side, the next step a column of B^T further: B^T in place. */
  ROWS,
  /** A column apart, the next step right behind: B in place. */
  COLUMNS;

  /**
   * Elements from one column of packed B to the next: the deepest block and an odd number of cache
   * lines, so that the columns of a panel lie in different sets of L1. A constant, by which the
   * loops find all columns with one index, and need no transposition (docs/adr, decision 10).
   */
  static final int STRIP = 816;

  /** Whether packed B is in strips: with 32 registers. */
  static final boolean STRIPS = Lanes.REGISTERS == 32;

  static BOrder of(boolean packed, boolean transposed) {
    if (packed) {
      return STRIPS && !transposed ? PACKED_COLUMNS : PACKED_ROWS;
    }
    return transposed ? ROWS : COLUMNS;
  }

  boolean packed() {
    return this == PACKED_ROWS || this == PACKED_COLUMNS;
  }

  /**
   * Elements from one column to the next.
   *
   * @param depth steps of a packed panel
   */
  int column(int depth, int ldb) {
    return switch (this) {
      case PACKED_ROWS -> depth;
      case PACKED_COLUMNS -> STRIP;
      case ROWS -> 1;
      case COLUMNS -> ldb;
    };
  }

  /**
   * What a micro-kernel of {@code columns} takes as {@code bStep}: elements from one step to the
   * next, or {@code ldb} in place.
   */
  int step(int columns, int ldb) {
    return switch (this) {
      case PACKED_ROWS -> columns;
      case PACKED_COLUMNS -> 1;
      case ROWS, COLUMNS -> ldb;
    };
  }
}
