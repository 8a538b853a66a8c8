package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.ScalarRowReduce;
import io.github.lanewise.kernels.internal.Simd;
import io.github.lanewise.kernels.internal.VectorRowReduce;

/** Sums the columns of a matrix: what a gradient needs to become the gradient of a bias. */
public final class RowReduce {

  private RowReduce() {}

  /**
   * Computes {@code out(i) := scale * (0 + Z(i, 0) + Z(i, 1) + ...)}: one chain of additions for
   * each row of the rows x columns matrix Z, in the order of the columns.
   *
   * <p>With no columns {@code out} becomes {@code scale * 0}. {@code out} is write-only. Allocates
   * nothing.
   *
   * @param ldz elements from one column of Z to the next; at least {@code rows}
   * @param out {@code rows} elements
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, ldz too small, or {@code out} overlaps
   *     Z
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sum(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    Checks.size("rowReduce", "rows", rows);
    Checks.size("rowReduce", "columns", columns);
    Checks.leadingDimension("rowReduce", "ldz", ldz, "rows", rows);
    Checks.matrix("rowReduce", "z", z, zOffset, rows, columns, ldz);
    Checks.vector("rowReduce", "out", out, outOffset, rows);
    Checks.disjoint(
        "rowReduce",
        "out",
        out,
        outOffset,
        rows,
        "z",
        z,
        zOffset,
        Checks.extent(rows, columns, ldz));
    if (Simd.vector()) {
      VectorRowReduce.sum(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    } else {
      ScalarRowReduce.sum(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    }
  }
}
