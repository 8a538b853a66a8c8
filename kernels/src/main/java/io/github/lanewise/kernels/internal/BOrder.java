package io.github.lanewise.kernels.internal;

/** In which order a micro-kernel finds the elements of B. */
enum BOrder {
  /** Side by side, the next step right behind: packed B. */
  PACKED,
  /** Side by side, the next step a column of B^T further: B^T in place. */
  ROWS,
  /** A column apart, the next step right behind: B in place. */
  COLUMNS;

  static BOrder of(boolean packed, boolean transposed) {
    return packed ? PACKED : transposed ? ROWS : COLUMNS;
  }
}
