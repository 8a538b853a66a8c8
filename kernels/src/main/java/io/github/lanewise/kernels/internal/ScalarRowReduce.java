package io.github.lanewise.kernels.internal;

/** The definition of the row sums: one chain of additions for each row, in the order of columns. */
public final class ScalarRowReduce {

  private ScalarRowReduce() {}

  /** {@code out(i) := scale * (0 + Z(i, 0) + Z(i, 1) + ...)}. */
  public static void sum(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    for (int i = 0; i < rows; i++) {
      float sum = 0f;
      for (int j = 0; j < columns; j++) {
        sum += z[zOffset + i + j * ldz];
      }
      out[outOffset + i] = scale * sum;
    }
  }
}
