package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.FixedOrderSum;

/**
 * Sums over a range, in one fixed order whatever the vector width.
 *
 * <p>Sixteen chains run over the whole blocks of 16 elements, element p on chain p mod 16. A
 * halving tree joins them: r with r + 8, then r + 4, r + 2, r + 1. The elements after the last
 * whole block follow one by one.
 */
public final class Sums {

  private Sums() {}

  @FixedOrderSum
  static float sum(float sum, float x) {
    return sum + x;
  }

  @FixedOrderSum
  static float sumOfSquares(float sum, float x) {
    return Math.fma(x, x, sum);
  }

  @FixedOrderSum
  static float sumOfProducts(float sum, float x, float y) {
    return Math.fma(x, y, sum);
  }

  /**
   * Returns {@code x(0) + x(1) + ... + x(length - 1)} in the order of this class; 0 for no
   * elements.
   *
   * @throws NullPointerException if x is null
   * @throws IllegalArgumentException if length is negative
   * @throws IndexOutOfBoundsException if x is too short
   */
  public static float sum(int length, float[] x, int xOffset) {
    Checks.size("sum", "length", length);
    Checks.vector("sum", "x", x, xOffset, length);
    return SumsLoops.sum(length, x, xOffset);
  }

  /**
   * Returns {@code x(0)^2 + x(1)^2 + ...} in the order of this class, each chain {@code acc :=
   * fma(x, x, acc)}; 0 for no elements.
   *
   * @throws NullPointerException if x is null
   * @throws IllegalArgumentException if length is negative
   * @throws IndexOutOfBoundsException if x is too short
   */
  public static float sumOfSquares(int length, float[] x, int xOffset) {
    Checks.size("sumOfSquares", "length", length);
    Checks.vector("sumOfSquares", "x", x, xOffset, length);
    return SumsLoops.sumOfSquares(length, x, xOffset);
  }

  /**
   * Returns {@code x(0) * y(0) + x(1) * y(1) + ...} in the order of this class, each chain {@code
   * acc := fma(x, y, acc)}; 0 for no elements.
   *
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static float sumOfProducts(int length, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.size("sumOfProducts", "length", length);
    Checks.vector("sumOfProducts", "x", x, xOffset, length);
    Checks.vector("sumOfProducts", "y", y, yOffset, length);
    return SumsLoops.sumOfProducts(length, x, xOffset, y, yOffset);
  }
}
