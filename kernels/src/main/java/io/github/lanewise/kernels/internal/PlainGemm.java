package io.github.lanewise.kernels.internal;

import java.util.Arrays;

/**
 * The products of {@code -Dlanewise.simd=off}: the bits of {@link ScalarGemm}, from plain loops
 * that C2 turns into vector code and compiles in a tenth of the time that the vector kernels take.
 *
 * <pre>
 * for i0 over m by LANES
 *   for p0 over k by STEPS                 columns of A(i0, p0), each copied to an array of its own
 *     for j over n by 2                    two columns of C, copied likewise
 *       for p over STEPS by 4
 *         for i over LANES                 what C2 makes vectors of
 * </pre>
 *
 * C2 cannot tell whether ranges at different offsets overlap; it vectorizes a loop over arrays
 * where all of them are read and written at the same index. Hence the copies. Where n is the longer
 * side A and B change roles and C is computed as its transpose, as in {@link GemmDriver}.
 */
public final class PlainGemm {

  /** Up to this many elements of C the copies would take longer than the products. */
  private static final int FEW = 16;

  private PlainGemm() {}

  /** Room for the copies of one running product. */
  public static final class Copies {

    /** Rows of a block, a multiple of what C2 unrolls to. */
    private static final int LANES = 512;

    private static final int STEPS = 128;

    /** The columns of a block of A, or the rows of one of B. */
    private final float[][] steps;

    /** Two columns, or rows, of C. */
    private final float[] first;

    private final float[] second;

    /** Makes room for products of at most m x n x k; larger ones still run in it. */
    public Copies(int m, int n, int k) {
      int lanes = Math.clamp(Math.max(m, n), 1, LANES);
      steps = new float[Math.clamp(k, 1, STEPS)][lanes];
      first = new float[lanes];
      second = new float[lanes];
    }

    /** Memory of the copies, in bytes. */
    long bytes() {
      return Float.BYTES * (steps.length + 2L) * first.length;
    }
  }

  /** Computes what {@link ScalarGemm#multiply} defines. */
  public static void multiply(
      boolean aTransposed,
      boolean bTransposed,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      Copies copies) {
    if ((long) m * n <= FEW) {
      ScalarGemm.multiply(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc);
      return;
    }
    int terms = alpha == 0f ? 0 : k;
    int aRow = aTransposed ? lda : 1;
    int aStep = aTransposed ? 1 : lda;
    int bStep = bTransposed ? ldb : 1;
    int bColumn = bTransposed ? 1 : ldb;
    if (m >= n) {
      multiply(
          m, n, terms, alpha, 1f, a, aOffset, aRow, aStep, b, bOffset, bColumn, bStep, beta, c,
          cOffset, 1, ldc, copies);
    } else {
      multiply(
          n, m, terms, 1f, alpha, b, bOffset, bColumn, bStep, a, aOffset, aRow, aStep, beta, c,
          cOffset, ldc, 1, copies);
    }
  }

  /** {@code Z := W A + bias}: each chain starts from its row's bias. */
  public static void forward(
      int m,
      int n,
      int k,
      float[] w,
      int wOffset,
      int ldw,
      float[] a,
      int aOffset,
      int lda,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz,
      Copies copies) {
    ScalarBiasAdd.broadcast(m, n, bias, biasOffset, z, zOffset, ldz);
    multiply(
        false, false, m, n, k, 1f, w, wOffset, ldw, a, aOffset, lda, 1f, z, zOffset, ldz, copies);
  }

  /**
   * The product with the lanes along m: element (i, p) of A lies {@code i aRow + p aStep} from its
   * offset, those of B and C likewise.
   *
   * @param aFactor alpha, or 1 if that is the other's
   * @param bFactor 1, or alpha
   */
  private static void multiply(
      int m,
      int n,
      int k,
      float aFactor,
      float bFactor,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bColumn,
      int bStep,
      float beta,
      float[] c,
      int cOffset,
      int cRow,
      int cColumn,
      Copies copies) {
    int rows;
    for (int i0 = 0; i0 < m; i0 += rows) {
      rows = Math.min(copies.first.length, m - i0);
      int p0 = 0;
      do {
        int steps = Math.min(copies.steps.length, k - p0);
        int aBlock = aOffset + i0 * aRow + p0 * aStep;
        copyColumns(rows, steps, aFactor, a, aBlock, aRow, aStep, copies.steps);
        float factor = p0 == 0 ? beta : 1f;
        for (int j = 0; j < n; j += 2) {
          int next = j + 1 < n ? 1 : 0; // a last column without a partner is its own
          int c0 = cOffset + i0 * cRow + j * cColumn;
          int c1 = c0 + next * cColumn;
          load(rows, factor, c, c0, cRow, copies.first);
          load(rows, factor, c, c1, cRow, copies.second);
          int b0 = bOffset + j * bColumn + p0 * bStep;
          addProducts(rows, steps, bFactor, b, b0, next * bColumn, bStep, copies);
          store(rows, copies.first, c, c0, cRow);
          store(rows, copies.second, c, c1, cRow);
        }
        p0 += steps;
      } while (p0 < k);
    }
  }

  /** Copies a block of A, multiplied by alpha, in the order in which it lies. */
  private static void copyColumns(
      int rows,
      int steps,
      float factor,
      float[] a,
      int a0,
      int aRow,
      int aStep,
      float[][] columns) {
    if (aStep == 1) {
      for (int i = 0; i < rows; i++) {
        for (int p = 0; p < steps; p++) {
          columns[p][i] = factor * a[a0 + i * aRow + p];
        }
      }
    } else {
      for (int p = 0; p < steps; p++) {
        load(rows, factor, a, a0 + p * aStep, aRow, columns[p]);
      }
    }
  }

  /** Copies a column, multiplied by a factor; where that is 0, nothing is read. */
  private static void load(
      int rows, float factor, float[] source, int offset, int stride, float[] column) {
    if (factor == 0f) {
      Arrays.fill(column, 0, rows, 0f);
      return;
    }
    if (stride == 1) {
      System.arraycopy(source, offset, column, 0, rows);
    } else {
      for (int i = 0; i < rows; i++) {
        column[i] = source[offset + i * stride];
      }
    }
    if (factor != 1f) {
      for (int i = 0; i < rows; i++) {
        column[i] *= factor;
      }
    }
  }

  private static void store(int rows, float[] column, float[] target, int offset, int stride) {
    if (stride == 1) {
      System.arraycopy(column, 0, target, offset, rows);
    } else {
      for (int i = 0; i < rows; i++) {
        target[offset + i * stride] = column[i];
      }
    }
  }

  /** Continues the chains of two columns of C by all steps of the block, in index order. */
  private static void addProducts(
      int rows, int steps, float factor, float[] b, int b0, int bColumn, int bStep, Copies copies) {
    float[][] columns = copies.steps;
    int row = b0;
    int p = 0;
    for (; p + 3 < steps; p += 4) {
      int row1 = row + bStep;
      int row2 = row1 + bStep;
      int row3 = row2 + bStep;
      addFour(
          rows,
          columns[p],
          columns[p + 1],
          columns[p + 2],
          columns[p + 3],
          factor * b[row],
          factor * b[row1],
          factor * b[row2],
          factor * b[row3],
          factor * b[row + bColumn],
          factor * b[row1 + bColumn],
          factor * b[row2 + bColumn],
          factor * b[row3 + bColumn],
          copies.first,
          copies.second);
      row = row3 + bStep;
    }
    for (; p < steps; p++) {
      addOne(rows, columns[p], factor * b[row], copies.first);
      addOne(rows, columns[p], factor * b[row + bColumn], copies.second);
      row += bStep;
    }
  }

  private static void addFour(
      int rows,
      float[] a0,
      float[] a1,
      float[] a2,
      float[] a3,
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3,
      float[] x,
      float[] y) {
    for (int i = 0; i < rows; i++) {
      float first = Math.fma(a1[i], x1, Math.fma(a0[i], x0, x[i]));
      float second = Math.fma(a1[i], y1, Math.fma(a0[i], y0, y[i]));
      first = Math.fma(a3[i], x3, Math.fma(a2[i], x2, first));
      second = Math.fma(a3[i], y3, Math.fma(a2[i], y2, second));
      x[i] = first;
      y[i] = second;
    }
  }

  private static void addOne(int rows, float[] a, float x, float[] c) {
    for (int i = 0; i < rows; i++) {
      c[i] = Math.fma(a[i], x, c[i]);
    }
  }
}
