package io.github.lanewise.kernels.internal;

/** The definition of broadcasting and adding a bias. */
public final class ScalarBiasAdd {

  private ScalarBiasAdd() {}

  /** {@code Z(:, j) := bias}. A copy of each column; nothing is computed, so it serves everyone. */
  public static void broadcast(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    if (rows == 0) {
      return; // the array need not reach to the empty columns
    }
    for (int j = 0; j < columns; j++) {
      System.arraycopy(bias, biasOffset, z, zOffset + j * ldz, rows);
    }
  }

  /** {@code Z(:, j) := Z(:, j) + bias}. */
  public static void add(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    for (int j = 0; j < columns; j++) {
      int column = zOffset + j * ldz;
      for (int i = 0; i < rows; i++) {
        z[column + i] += bias[biasOffset + i];
      }
    }
  }
}
