package io.github.lanewise.kernels.internal;

/** The definition of the largest element and its place. */
public final class ScalarArgmax {

  private ScalarArgmax() {}

  /** The row of the largest element of each column, first of equals; -1 with a NaN or no rows. */
  public static void columns(
      int rows, int columns, float[] a, int aOffset, int lda, int[] out, int outOffset) {
    for (int j = 0; j < columns; j++) {
      out[outOffset + j] = indexOf(max(rows, a, aOffset + j * lda), rows, a, aOffset + j * lda);
    }
  }

  /** The largest of {@code length} elements as {@link Math#max} orders them; NaN beats all. */
  public static float max(int length, float[] x, int xOffset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x[xOffset + i]);
    }
    return max;
  }

  /** The first index of an element equal to {@code value}; -1 if none is, as with NaN. */
  static int indexOf(float value, int length, float[] x, int xOffset) {
    for (int i = 0; i < length; i++) {
      if (x[xOffset + i] == value) {
        return i;
      }
    }
    return -1;
  }
}
