package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with k = 1, {@code C := a b^T (+ C)}, where a column of C is a multiple of a: a pass
 * over C bound by its stores, in which a tile would only be in the way.
 */
final class RankOne {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;
  private static final int BLOCK = 4 * LANES;

  /** Rows from which on whole columns are written one after the other, as memory likes it. */
  private static final int TALL = 256;

  private RankOne() {}

  /**
   * Computes {@code C := a b^T}, or adds it to C.
   *
   * @param b its elements lie {@code bStep} apart
   * @param padded scratch for one vector
   */
  static void multiply(
      int m,
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      boolean fromC,
      float[] c,
      int cOffset,
      int ldc,
      float[] padded) {
    if (fromC) {
      add(m, n, a, aOffset, b, bOffset, bStep, c, cOffset, ldc);
    } else if (m >= LANES) {
      set(m, n, a, aOffset, b, bOffset, bStep, c, cOffset, ldc);
    } else {
      // Without gaps between the columns, what a vector writes beyond the last row is overwritten
      // by the next column.
      int spilling = ldc == m ? Math.max(0, n - (LANES + m - 1) / m + 1) : 0;
      System.arraycopy(a, aOffset, padded, 0, m);
      setVector(spilling, padded, 0, b, bOffset, bStep, c, cOffset, ldc);
      scalar(
          m,
          n - spilling,
          a,
          aOffset,
          b,
          bOffset + spilling * bStep,
          bStep,
          false,
          c,
          cOffset + spilling * ldc,
          ldc);
    }
  }

  private static void set(
      int m,
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    int i = 0;
    if (m >= TALL) {
      i = m / BLOCK * BLOCK;
      for (int j = 0; j < n; j++) {
        setColumn(i, a, aOffset, b[bOffset + j * bStep], c, cOffset + j * ldc);
      }
    }
    for (; i <= m - BLOCK; i += BLOCK) {
      setBlock(n, a, aOffset + i, b, bOffset, bStep, c, cOffset + i, ldc);
    }
    while (i < m) {
      int row = Math.min(i, m - LANES); // the last vector may write rows once more
      setVector(n, a, aOffset + row, b, bOffset, bStep, c, cOffset + row, ldc);
      i = row + LANES;
    }
  }

  private static void add(
      int m,
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    int i = 0;
    for (; i <= m - BLOCK; i += BLOCK) {
      addBlock(n, a, aOffset + i, b, bOffset, bStep, c, cOffset + i, ldc);
    }
    for (; i <= m - LANES; i += LANES) {
      addVector(n, a, aOffset + i, b, bOffset, bStep, c, cOffset + i, ldc);
    }
    if (i < m) {
      scalar(m - i, n, a, aOffset + i, b, bOffset, bStep, true, c, cOffset + i, ldc);
    }
  }

  private static void setColumn(
      int rows, float[] a, int aOffset, float factor, float[] c, int cOffset) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector vb = FloatVector.broadcast(SPECIES, factor);
    for (int i = 0; i < rows; i += BLOCK) {
      int ai = aOffset + i;
      int ci = cOffset + i;
      FloatVector.fromArray(SPECIES, a, ai).fma(vb, zero).intoArray(c, ci);
      FloatVector.fromArray(SPECIES, a, ai + LANES).fma(vb, zero).intoArray(c, ci + LANES);
      FloatVector.fromArray(SPECIES, a, ai + 2 * LANES).fma(vb, zero).intoArray(c, ci + 2 * LANES);
      FloatVector.fromArray(SPECIES, a, ai + 3 * LANES).fma(vb, zero).intoArray(c, ci + 3 * LANES);
    }
  }

  private static void setBlock(
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector va0 = FloatVector.fromArray(SPECIES, a, aOffset);
    FloatVector va1 = FloatVector.fromArray(SPECIES, a, aOffset + LANES);
    FloatVector va2 = FloatVector.fromArray(SPECIES, a, aOffset + 2 * LANES);
    FloatVector va3 = FloatVector.fromArray(SPECIES, a, aOffset + 3 * LANES);
    for (int j = 0; j < n; j++) {
      FloatVector vb = FloatVector.broadcast(SPECIES, b[bOffset + j * bStep]);
      int column = cOffset + j * ldc;
      vb.fma(va0, zero).intoArray(c, column);
      vb.fma(va1, zero).intoArray(c, column + LANES);
      vb.fma(va2, zero).intoArray(c, column + 2 * LANES);
      vb.fma(va3, zero).intoArray(c, column + 3 * LANES);
    }
  }

  private static void addBlock(
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector va0 = FloatVector.fromArray(SPECIES, a, aOffset);
    FloatVector va1 = FloatVector.fromArray(SPECIES, a, aOffset + LANES);
    FloatVector va2 = FloatVector.fromArray(SPECIES, a, aOffset + 2 * LANES);
    FloatVector va3 = FloatVector.fromArray(SPECIES, a, aOffset + 3 * LANES);
    for (int j = 0; j < n; j++) {
      FloatVector vb = FloatVector.broadcast(SPECIES, b[bOffset + j * bStep]);
      int column = cOffset + j * ldc;
      vb.fma(va0, FloatVector.fromArray(SPECIES, c, column)).intoArray(c, column);
      vb.fma(va1, FloatVector.fromArray(SPECIES, c, column + LANES)).intoArray(c, column + LANES);
      vb.fma(va2, FloatVector.fromArray(SPECIES, c, column + 2 * LANES))
          .intoArray(c, column + 2 * LANES);
      vb.fma(va3, FloatVector.fromArray(SPECIES, c, column + 3 * LANES))
          .intoArray(c, column + 3 * LANES);
    }
  }

  private static void setVector(
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector va = FloatVector.fromArray(SPECIES, a, aOffset);
    for (int j = 0; j < n; j++) {
      FloatVector vb = FloatVector.broadcast(SPECIES, b[bOffset + j * bStep]);
      vb.fma(va, zero).intoArray(c, cOffset + j * ldc);
    }
  }

  private static void addVector(
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    FloatVector va = FloatVector.fromArray(SPECIES, a, aOffset);
    for (int j = 0; j < n; j++) {
      FloatVector vb = FloatVector.broadcast(SPECIES, b[bOffset + j * bStep]);
      int column = cOffset + j * ldc;
      vb.fma(va, FloatVector.fromArray(SPECIES, c, column)).intoArray(c, column);
    }
  }

  private static void scalar(
      int m,
      int n,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStep,
      boolean fromC,
      float[] c,
      int cOffset,
      int ldc) {
    for (int j = 0; j < n; j++) {
      float bj = b[bOffset + j * bStep];
      int column = cOffset + j * ldc;
      for (int i = 0; i < m; i++) {
        c[column + i] = Math.fma(bj, a[aOffset + i], fromC ? c[column + i] : 0f);
      }
    }
  }
}
