package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.Nullable;

/**
 * The innermost loop of GEMM: one register tile of C, {@code rows x columns}, gets {@code k} rank-1
 * updates.
 *
 * <p>The rows are whole vectors. At step p the tile reads as many vectors of A from {@code
 * a[aOffset + p * aStep]} on, packed or where they lie, and {@code columns} elements of B, which
 * lie as {@link BOrder} says. Where B's next step lies right behind, C2 proves all of its elements
 * inside the array before the loop, and those of A too if it is in a panel as high as the tile. Two
 * steps an iteration share what else is in the loop, in the tiles that gain by it (docs/adr,
 * decisions 5, 7, 10 and 11). Each accumulator is one FMA chain in the order of p. The loops that
 * start from zero, from a bias and from a matrix are methods of their own, so that no branch stands
 * beside a loop (docs/experiments.md, "the cliff").
 */
abstract class MicroKernel {

  final int rows;
  final int columns;

  /** Steps an iteration of {@link #packedFrom} and its kin, 1 or 2. */
  private final int packedSteps;

  /**
   * Whether {@link #columnPairsFrom} runs in the place of {@link #columnsFrom}: there are registers
   * for the vectors of A of two steps.
   */
  private final boolean pairs;

  /**
   * A tile.
   *
   * @param pairRegisters vector registers that its loop of two steps needs; 0 if it has none
   */
  MicroKernel(int rows, int columns, int packedSteps, int pairRegisters) {
    this.rows = rows;
    this.columns = columns;
    this.packedSteps = packedSteps;
    this.pairs = pairRegisters > 0 && pairRegisters <= Lanes.REGISTERS;
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
      runColumns(
          k, a, aOffset, aStep, b, bOffset, bStep, start, startOffset, startLd, c, cOffset, ldc);
    } else if (bOrder == BOrder.ROWS) {
      if (start != null) {
        rowsFrom(
            k, a, aOffset, aStep, b, bOffset, bStep, start, startOffset, startLd, c, cOffset, ldc);
      } else {
        rowsFromZero(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      }
    } else if (bOrder == BOrder.PACKED_ROWS) {
      runRows(k, a, aOffset, aStep, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else if (aStep == rows) {
      runStrips(k, a, aOffset, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else {
      int strip = BOrder.STRIP;
      runColumns(
          k, a, aOffset, aStep, b, bOffset, strip, start, startOffset, startLd, c, cOffset, ldc);
    }
  }

  // Methods of their own, as C2 inlines no method of more than 325 bytes.

  private void runColumns(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int ldb,
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    if (!pairs) {
      if (start == null) {
        columnsFromZero(k, a, aOffset, aStep, b, bOffset, ldb, c, cOffset, ldc);
      } else if (startLd == 0) {
        columnsFromBias(k, a, aOffset, aStep, b, bOffset, ldb, start, startOffset, c, cOffset, ldc);
      } else {
        columnsFrom(
            k, a, aOffset, aStep, b, bOffset, ldb, start, startOffset, startLd, c, cOffset, ldc);
      }
      return;
    }
    int whole = k & -2;
    if (start == null) {
      columnPairsFromZero(whole, a, aOffset, aStep, b, bOffset, ldb, c, cOffset, ldc);
    } else if (startLd == 0) {
      columnPairsFromBias(
          whole, a, aOffset, aStep, b, bOffset, ldb, start, startOffset, c, cOffset, ldc);
    } else {
      columnPairsFrom(
          whole, a, aOffset, aStep, b, bOffset, ldb, start, startOffset, startLd, c, cOffset, ldc);
    }
    if (whole < k) {
      int aLast = aOffset + whole * aStep;
      int bLast = bOffset + whole;
      columnsFrom(1, a, aLast, aStep, b, bLast, ldb, c, cOffset, ldc, c, cOffset, ldc);
    }
  }

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
      float[] b,
      int bOffset,
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    int whole = k & -packedSteps;
    if (start != null) {
      stripsFrom(whole, a, aOffset, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
    } else {
      stripsFromZero(whole, a, aOffset, b, bOffset, c, cOffset, ldc);
    }
    if (whole < k) {
      int aLast = aOffset + whole * rows;
      int bLast = bOffset + whole;
      columnsFrom(1, a, aLast, rows, b, bLast, BOrder.STRIP, c, cOffset, ldc, c, cOffset, ldc);
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
      int ldb,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc);

  /**
   * As {@link #columnsFrom}, all columns of the tile starting from the same one: without addresses
   * of the start's columns the loop is as fast as from zero (docs/adr, decision 12).
   */
  void columnsFromBias(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    columnsFrom(k, a, aOffset, aStep, b, bOffset, ldb, bias, biasOffset, 0, c, cOffset, ldc);
  }

  /** As {@link #columnsFromZero}, k even, two steps an iteration where a tile has such a loop. */
  void columnPairsFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int cOffset,
      int ldc) {
    columnsFromZero(k, a, aOffset, aStep, b, bOffset, ldb, c, cOffset, ldc);
  }

  /** As {@link #columnsFrom}, k even, two steps an iteration where a tile has such a loop. */
  void columnPairsFrom(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int ldb,
      float[] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc) {
    columnsFrom(
        k, a, aOffset, aStep, b, bOffset, ldb, start, startOffset, startLd, c, cOffset, ldc);
  }

  /** As {@link #columnsFromBias}, k even, two steps an iteration where a tile has such a loop. */
  void columnPairsFromBias(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc) {
    columnPairsFrom(k, a, aOffset, aStep, b, bOffset, ldb, bias, biasOffset, 0, c, cOffset, ldc);
  }

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
  void panelsFromZero(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int ldc) {
    packedFromZero(k, a, aOffset, rows, b, bOffset, c, cOffset, ldc);
  }

  /** As {@link #packedFrom}, A in a panel as high as the tile. */
  void panelsFrom(
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
      int ldc) {
    packedFrom(k, a, aOffset, rows, b, bOffset, start, startOffset, startLd, c, cOffset, ldc);
  }

  /** As {@link #panelsFromZero}, the columns of B in strips. */
  void stripsFromZero(
      int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset, int ldc) {
    columnsFromZero(k, a, aOffset, rows, b, bOffset, BOrder.STRIP, c, cOffset, ldc);
  }

  /** As {@link #panelsFrom}, the columns of B in strips. */
  void stripsFrom(
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
      int ldc) {
    columnsFrom(
        k,
        a,
        aOffset,
        rows,
        b,
        bOffset,
        BOrder.STRIP,
        start,
        startOffset,
        startLd,
        c,
        cOffset,
        ldc);
  }
}
