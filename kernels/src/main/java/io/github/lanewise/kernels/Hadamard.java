package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.Elementwise;

/** The Hadamard product, element by element. */
public final class Hadamard {

  private static final String ROUTINE = "hadamard";

  private Hadamard() {}

  @Elementwise
  static float multiply(float x, float y) {
    return x * y;
  }

  /**
   * Computes {@code Z := X (.) Y} for rows x columns matrices; Z may be X or Y in place.
   *
   * @param ldx elements from one column of X to the next, at least {@code rows}; likewise ldy, ldz
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or Z
   *     overlaps X or Y other than exactly in place
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void multiply(
      int rows,
      int columns,
      float[] x,
      int xOffset,
      int ldx,
      float[] y,
      int yOffset,
      int ldy,
      float[] z,
      int zOffset,
      int ldz) {
    Checks.size(ROUTINE, "rows", rows);
    Checks.size(ROUTINE, "columns", columns);
    Checks.leadingDimension(ROUTINE, "ldx", ldx, "rows", rows);
    Checks.leadingDimension(ROUTINE, "ldy", ldy, "rows", rows);
    Checks.leadingDimension(ROUTINE, "ldz", ldz, "rows", rows);
    Checks.matrix(ROUTINE, "x", x, xOffset, rows, columns, ldx);
    Checks.matrix(ROUTINE, "y", y, yOffset, rows, columns, ldy);
    Checks.matrix(ROUTINE, "z", z, zOffset, rows, columns, ldz);
    Checks.inPlaceOrDisjoint(ROUTINE, "z", z, zOffset, ldz, "x", x, xOffset, ldx, rows, columns);
    Checks.inPlaceOrDisjoint(ROUTINE, "z", z, zOffset, ldz, "y", y, yOffset, ldy, rows, columns);
    HadamardLoops.multiply(rows, columns, x, xOffset, ldx, y, yOffset, ldy, z, zOffset, ldz);
  }
}
