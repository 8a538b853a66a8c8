package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;

/** Adds a bias to every column of a matrix. */
public final class BiasAdd {

  private BiasAdd() {}

  /**
   * Computes {@code Z(:, j) := bias} for every column j of the rows x columns matrix Z.
   *
   * @throws IllegalArgumentException if a size is negative, ldz too small, or Z overlaps the bias
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void broadcast(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    Checks.size("broadcast", "rows", rows);
    Checks.size("broadcast", "columns", columns);
    Checks.leadingDimension("broadcast", "ldz", ldz, "rows", rows);
    Checks.vector("broadcast", "bias", bias, biasOffset, rows);
    Checks.matrix("broadcast", "z", z, zOffset, rows, columns, ldz);
    Checks.disjoint(
        "broadcast",
        "z",
        z,
        zOffset,
        Checks.extent(rows, columns, ldz),
        "bias",
        bias,
        biasOffset,
        rows);
    for (int j = 0; j < columns; j++) {
      System.arraycopy(bias, biasOffset, z, zOffset + j * ldz, rows);
    }
  }
}
