package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.Nullable;

/**
 * A register tile that cannot go straight into C: it covers a part of its rows, or C holds the
 * transposed product. It is computed beside C and copied.
 */
final class Tile {

  private Tile() {}

  static void multiply(
      MicroKernel kernel,
      int rows,
      int k,
      float[] a,
      int aPanel,
      int aStep,
      BOrder bOrder,
      float[] b,
      int bPanel,
      int bStep,
      float @Nullable [] start,
      int startTile,
      int startLd,
      float[] c,
      int cTile,
      int ldc,
      boolean cTransposed,
      PackingBuffers buffers) {
    int height = kernel.rows;
    int inside = rows == height ? k : Packing.stepsInside(a.length, aPanel, aStep, height, k);
    float[] tile = buffers.edgeTile;
    float @Nullable [] from = start == null ? null : tile;
    if (start != null) {
      if (cTransposed) {
        readTransposed(rows, kernel.columns, start, startTile, startLd, tile, height);
      } else {
        copy(rows, kernel.columns, start, startTile, startLd, tile, 0, height);
      }
    }
    // The vectors reach beyond the last row of A, into its next column: lanes that nobody copies.
    // Only steps that would reach beyond the array itself need a copy.
    kernel.run(
        inside, a, aPanel, aStep, bOrder, b, bPanel, bStep, from, 0, height, tile, 0, height);
    if (inside < k) {
      int rest = k - inside;
      float[] panel = buffers.edgePanel;
      Packing.packRows(rest, rows, height, a, aPanel + inside * aStep, aStep, panel, 0);
      int bRest = bPanel + inside * (bOrder == BOrder.COLUMNS ? 1 : bStep);
      kernel.run(rest, panel, 0, height, bOrder, b, bRest, bStep, tile, 0, height, tile, 0, height);
    }
    if (cTransposed) {
      writeTransposed(rows, kernel.columns, tile, height, c, cTile, ldc);
    } else {
      copy(rows, kernel.columns, tile, 0, height, c, cTile, ldc);
    }
  }

  private static void copy(
      int rows,
      int columns,
      float[] source,
      int sourceOffset,
      int sourceLd,
      float[] target,
      int targetOffset,
      int targetLd) {
    for (int j = 0; j < columns; j++) {
      VectorCopy.copy(
          rows, source, sourceOffset + j * sourceLd, target, targetOffset + j * targetLd);
    }
  }

  /** {@code tile := start^T}. */
  private static void readTransposed(
      int rows, int columns, float[] start, int startTile, int startLd, float[] tile, int height) {
    for (int j = 0; j < columns; j++) {
      int si = startTile + j;
      for (int i = 0; i < rows; i++) {
        tile[i + j * height] = start[si];
        si += startLd;
      }
    }
  }

  /**
   * {@code C := tile^T}, a few columns of the tile at a time: a loop over those of a row costs
   * three times as much.
   */
  private static void writeTransposed(
      int rows, int columns, float[] tile, int height, float[] c, int cTile, int ldc) {
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      writeFour(rows, tile, j * height, height, c, cTile + j, ldc);
    }
    if (j + 2 <= columns) {
      writeTwo(rows, tile, j * height, height, c, cTile + j, ldc);
      j += 2;
    }
    if (j < columns) {
      writeOne(rows, tile, j * height, c, cTile + j, ldc);
    }
  }

  private static void writeFour(
      int rows, float[] tile, int column, int height, float[] c, int cTile, int ldc) {
    int column1 = column + height;
    int column2 = column1 + height;
    int column3 = column2 + height;
    int ci = cTile;
    for (int i = 0; i < rows; i++) {
      c[ci] = tile[column + i];
      c[ci + 1] = tile[column1 + i];
      c[ci + 2] = tile[column2 + i];
      c[ci + 3] = tile[column3 + i];
      ci += ldc;
    }
  }

  private static void writeTwo(
      int rows, float[] tile, int column, int height, float[] c, int cTile, int ldc) {
    int column1 = column + height;
    int ci = cTile;
    for (int i = 0; i < rows; i++) {
      c[ci] = tile[column + i];
      c[ci + 1] = tile[column1 + i];
      ci += ldc;
    }
  }

  private static void writeOne(int rows, float[] tile, int column, float[] c, int cTile, int ldc) {
    int ci = cTile;
    for (int i = 0; i < rows; i++) {
      c[ci] = tile[column + i];
      ci += ldc;
    }
  }
}
