package io.github.lanewise.kernels.internal;

/**
 * Softmax down the columns of a matrix, {@code a(i) = e^(z(i) - max) / sum of e^(z(p) - max)} over
 * p, in one go or in the steps between which a loss takes the maxima and the sums. The sums have
 * the order of {@link FixedOrderSum}. Validates nothing.
 */
public final class SoftmaxColumns {

  /** Elements whose exponentials are computed in one go: they stay in L1 until they are scaled. */
  private static final int BLOCK = 4096;

  private SoftmaxColumns() {}

  @Elementwise
  static float shift(float z, @Uniform float max) {
    return z - max;
  }

  @Elementwise
  static float exponential(float shifted) {
    return ScalarMath.exp(shifted);
  }

  @Elementwise
  static float scale(float exponential, @Uniform float factor) {
    return exponential * factor;
  }

  @FixedOrderSum
  static float sum(float sum, float exponential) {
    return sum + exponential;
  }

  @FixedOrderSum
  static float sumOfExponentials(float sum, float z, @Uniform float max) {
    return sum + ScalarMath.exp(z - max);
  }

  /** Computes all columns of A, which is Z or apart from it. */
  public static void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    int block = columnsOfBlock(rows);
    for (int first = 0; first < columns; first += block) {
      int end = Math.min(first + block, columns);
      for (int j = first; j < end; j++) {
        float max = max(rows, z, zOffset + j * ldz);
        SoftmaxColumnsLoops.shift(rows, z, zOffset + j * ldz, max, a, aOffset + j * lda);
      }
      int aFirst = aOffset + first * lda;
      SoftmaxColumnsLoops.exponential(rows, end - first, a, aFirst, lda, a, aFirst, lda);
      for (int j = first; j < end; j++) {
        scaleToOne(rows, a, aOffset + j * lda);
      }
    }
  }

  /** How many columns without gaps are best computed at a time; at least 1. */
  public static int columnsOfBlock(int rows) {
    // Several short columns at a time fill the vectors of the exponential.
    return Math.max(1, BLOCK / Math.max(1, rows));
  }

  /**
   * Computes {@code e(i, j) := e^(z(i, j) - maxima(j))} and the maxima of the columns, which have
   * no gaps between them and are apart from each other.
   */
  public static void exponentials(
      int rows,
      int columns,
      float[] z,
      int zOffset,
      float[] e,
      int eOffset,
      float[] maxima,
      int maximaOffset) {
    int start = 0;
    if (Simd.vector() && rows > 0 && rows <= VectorShift.MAX_ROWS) {
      start = VectorShift.columns(rows, columns, z, zOffset, e, eOffset, maxima, maximaOffset);
    }
    for (int j = start; j < columns; j++) {
      float max = max(rows, z, zOffset + j * rows);
      maxima[maximaOffset + j] = max;
      SoftmaxColumnsLoops.shift(rows, z, zOffset + j * rows, max, e, eOffset + j * rows);
    }
    SoftmaxColumnsLoops.exponential(rows * columns, e, eOffset, e, eOffset);
  }

  /** Divides the exponentials of one column by their sum and returns that. */
  public static float scaleToOne(int rows, float[] e, int eOffset) {
    float sum = SoftmaxColumnsLoops.sum(rows, e, eOffset);
    SoftmaxColumnsLoops.scale(rows, e, eOffset, 1f / sum, e, eOffset);
    return sum;
  }

  /** Returns the sum of {@code e^(z(i) - max)} that {@link #scaleToOne} returns. */
  public static float sumOfExponentials(int rows, float[] z, int zOffset, float max) {
    return SoftmaxColumnsLoops.sumOfExponentials(rows, z, zOffset, max);
  }

  /** The largest element of a column as {@link Math#max} orders them; NaN beats all. */
  public static float max(int rows, float[] z, int zOffset) {
    return Simd.vector() ? VectorArgmax.max(rows, z, zOffset) : ScalarArgmax.max(rows, z, zOffset);
  }
}
