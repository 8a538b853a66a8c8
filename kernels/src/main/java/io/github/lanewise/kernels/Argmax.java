package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.ScalarArgmax;
import io.github.lanewise.kernels.internal.Simd;
import io.github.lanewise.kernels.internal.VectorArgmax;
import java.util.Objects;

/** Finds where each column of a matrix is largest: the predicted class of each sample. */
public final class Argmax {

  private Argmax() {}

  /**
   * Computes {@code out(j) :=} the row, counted from 0, of the largest element of column j of the
   * rows x columns matrix A; of equal ones (-0 equals 0) the first.
   *
   * <p>{@code out(j)} is -1 where column j holds a NaN or has no rows. Allocates nothing.
   *
   * @param lda elements from one column of A to the next; at least {@code rows}
   * @param out {@code columns} elements
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative or lda too small
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void columns(
      int rows, int columns, float[] a, int aOffset, int lda, int[] out, int outOffset) {
    Checks.size("argmax", "rows", rows);
    Checks.size("argmax", "columns", columns);
    Checks.leadingDimension("argmax", "lda", lda, "rows", rows);
    Checks.matrix("argmax", "a", a, aOffset, rows, columns, lda);
    Objects.requireNonNull(out, "out");
    Checks.range("argmax", "out", out.length, outOffset, columns);
    if (Simd.vector()) {
      VectorArgmax.columns(rows, columns, a, aOffset, lda, out, outOffset);
    } else {
      ScalarArgmax.columns(rows, columns, a, aOffset, lda, out, outOffset);
    }
  }
}
