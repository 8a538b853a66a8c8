package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.Nullable;

/**
 * The innermost loop of GEMM: one register tile of C, {@code rows x columns}, gets {@code k} rank-1
 * updates.
 *
 * <p>The rows are whole vectors. At step p the tile reads as many vectors of A from {@code
 * a[aOffset + p * aStep]} on, packed or where they lie, and {@code columns} elements of B, which
 * lie as {@link BOrder} says. (For B in place by columns {@code bStep} is 1, but a variable to C2,
 * which would otherwise give every column an address register.) Between packed operands, with A in
 * a panel as high as the tile, nothing is left to check in the loop, and tiles that fit 16
 * registers take two steps an iteration (docs/adr, decisions 5, 7 and 10). Each accumulator is one
 * FMA chain in the order of p. The loops that start from zero and from elsewhere are methods of
 * their own, so that no branch stands beside a loop (docs/experiments.md, "the cliff").
 */
abstract class MicroKernel {

  final int rows;
  final int columns;

  /** Steps an iteration where B is packed, 1 or 2. */
  private final int packedSteps;

  MicroKernel(int rows, int columns, int packedSteps) {
    this.rows = rows;
    this.columns = columns;
    this.packedSteps = packedSteps;
  }

  /**
   * Vector registers of a tile: its accumulators, its vectors of A and one element of B. In a tile
   * of one column each vector of A is used once and read from memory by the multiply-add itself.
   */
  static int registers(int vectors, int columns) {
    return vectors * columns + (columns == 1 ? 0 : vectors) + 1;
  }

  /**
   * The tile, its chains starting from {@code start}, which may be C, or from zero, B in the given
   * order. With {@code startLd == 0} all columns start from the same one.
   */
  final void run(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      BOrder bOrder,
      float[] b,
      int bOffset,
      int bStep,
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (bOrder == BOrder.COLUMNS) {
      if (start != null) {
        columnsFrom(
            k,
            a,
            aOffset,
            aStep,
            b,
            bOffset,
            1,
            bStep,
            start,
            startOffset,
            startLd,
            c,
            cOffset,
            ldc);
      } else {
        columnsFromZero(k, a, aOffset, aStep, b, bOffset, 1, bStep, c, cOffset, ldc);
      }
    } else if (bOrder == BOrder.ROWS) {
      if (start != null) {
        rowsFrom(
            k, a, aOffset, aStep, b, bOffset, bStep, start, startOffset, startLd, c, cOffset, ldc);
      } else {
        rowsFromZero(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      }
    } else if (bOrder == BOrder.PACKED_ROWS) {
      runRows(k, a, aOffset, aStep, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else {
      runStrips(k, a, aOffset, aStep, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    }
  }

  // Methods of their own, as C2 inlines no method of more than 325 bytes.

  private void runRows(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    int whole = k & -packedSteps;
    boolean panel = aStep == rows;
    if (panel && start != null) {
      panelsFrom(whole, a, aOffset, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else if (panel) {
      panelsFromZero(whole, a, aOffset, b, bOffset, c, cOffset, ldc);
    } else if (start != null) {
      packedFrom(
          whole, a, aOffset, aStep, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else {
      packedFromZero(whole, a, aOffset, aStep, b, bOffset, c, cOffset, ldc);
    }
    if (whole < k) {
      int aLast = aOffset + whole * aStep;
      int bLast = bOffset + whole * columns;
      rowsFrom(1, a, aLast, aStep, b, bLast, columns, c, cOffset, ldc, c, cOffset, ldc);
    }
  }

  private void runStrips(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    int whole = k & -packedSteps;
    boolean panel = aStep == rows;
    if (panel && start != null) {
      stripPanelsFrom(whole, a, aOffset, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else if (panel) {
      stripPanelsFromZero(whole, a, aOffset, b, bOffset, c, cOffset, ldc);
    } else if (start != null) {
      stripsFrom(
          whole, a, aOffset, aStep, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else {
      stripsFromZero(whole, a, aOffset, aStep, b, bOffset, c, cOffset, ldc);
    }
    if (whole < k) {
      int aLast = aOffset + whole * aStep;
      int bLast = bOffset + whole;
      int strip = BOrder.STRIP;
      columnsFrom(1, a, aLast, aStep, b, bLast, 1, strip, c, cOffset, ldc, c, cOffset, ldc);
    }
  }

  /** C tile := sum over p, B by rows. */
  abstract void rowsFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc);

  /**
   * C tile := start tile + sum over p, B by rows. {@code start} may be C: under one name its
   * addresses would take registers from the loop, 15% of the time of 4v5.
   */
  abstract void rowsFrom(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /** As {@link #rowsFromZero}, B by columns. */
  abstract void columnsFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int ldb,
      float[] c,
      int cOffset,
      int ldc);

  /** As {@link #rowsFrom}, B by columns. */
  abstract void columnsFrom(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int ldb,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /**
   * As {@link #rowsFromZero}, k a multiple of the steps an iteration, the steps of B one behind the
   * other.
   */
  abstract void packedFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc);

  /**
   * As {@link #rowsFrom}, k a multiple of the steps an iteration, the steps of B one behind the
   * other.
   */
  abstract void packedFrom(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /** As {@link #packedFromZero}, A in a panel as high as the tile. */
  abstract void panelsFromZero(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int ldc);

  /** As {@link #packedFrom}, A in a panel as high as the tile. */
  abstract void panelsFrom(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /**
   * As {@link #rowsFromZero}, k a multiple of the steps an iteration, the columns of B in strips.
   */
  abstract void stripsFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc);

  /** As {@link #rowsFrom}, k a multiple of the steps an iteration, the columns of B in strips. */
  abstract void stripsFrom(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /** As {@link #stripsFromZero}, A in a panel as high as the tile. */
  abstract void stripPanelsFromZero(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int ldc);

  /** As {@link #stripsFrom}, A in a panel as high as the tile. */
  abstract void stripPanelsFrom(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);
}
