package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.ScalarBiasAdd;
import io.github.lanewise.kernels.internal.Simd;
import io.github.lanewise.kernels.internal.VectorBiasAdd;

/** Puts or adds a bias into every column of a column-major matrix. */
public final class BiasAdd {

  private BiasAdd() {}

  /**
   * Computes {@code Z(:, j) := bias} for every column j of the rows x columns matrix Z.
   *
   * <p>Z is write-only and may hold NaN. Allocates nothing.
   *
   * @param bias {@code rows} elements
   * @param ldz elements from one column of Z to the next; at least {@code rows}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, ldz too small, or Z overlaps the bias
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void broadcast(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    check("broadcast", rows, columns, bias, biasOffset, z, zOffset, ldz);
    ScalarBiasAdd.broadcast(rows, columns, bias, biasOffset, z, zOffset, ldz);
  }

  /**
   * Computes {@code Z(:, j) := Z(:, j) + bias} for every column j of the rows x columns matrix Z.
   *
   * <p>Allocates nothing.
   *
   * @param bias {@code rows} elements
   * @param ldz elements from one column of Z to the next; at least {@code rows}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, ldz too small, or Z overlaps the bias
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void add(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    check("biasAdd", rows, columns, bias, biasOffset, z, zOffset, ldz);
    if (Simd.vector()) {
      VectorBiasAdd.add(rows, columns, bias, biasOffset, z, zOffset, ldz);
    } else {
      ScalarBiasAdd.add(rows, columns, bias, biasOffset, z, zOffset, ldz);
    }
  }

  private static void check(
      String routine,
      int rows,
      int columns,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz) {
    Checks.size(routine, "rows", rows);
    Checks.size(routine, "columns", columns);
    Checks.leadingDimension(routine, "ldz", ldz, "rows", rows);
    Checks.vector(routine, "bias", bias, biasOffset, rows);
    Checks.matrix(routine, "z", z, zOffset, rows, columns, ldz);
    Checks.disjoint(
        routine,
        "z",
        z,
        zOffset,
        Checks.extent(rows, columns, ldz),
        "bias",
        bias,
        biasOffset,
        rows);
  }
}
