package io.github.lanewise.kernels.internal;

/**
 * The definition of sums over a range: 16 chains, element p on chain p mod 16, joined by a halving
 * tree (r with r + 8, then r + 4, r + 2, r + 1); then what follows the last whole block of 16.
 */
public final class ScalarSums {

  /** Chains, whatever the vector width: the lanes of one 512-bit vector. */
  static final int CHAINS = 16;

  private ScalarSums() {}

  /** {@code x(0) + x(1) + ...} */
  public static float sum(int length, float[] x, int xOffset) {
    int whole = length - length % CHAINS;
    float sum = joinedSums(0, 1, whole, x, xOffset);
    for (int p = whole; p < length; p++) {
      sum += x[xOffset + p];
    }
    return sum;
  }

  /** {@code x(0) * y(0) + x(1) * y(1) + ...}, each step a fused multiply-add. */
  public static float sumOfProducts(int length, float[] x, int xOffset, float[] y, int yOffset) {
    int whole = length - length % CHAINS;
    float sum = joinedSumsOfProducts(0, 1, whole, x, xOffset, y, yOffset);
    for (int p = whole; p < length; p++) {
      sum = Math.fma(x[xOffset + p], y[yOffset + p], sum);
    }
    return sum;
  }

  /** The chains {@code first}, {@code first + step}, {@code first + 2 * step}, ... joined. */
  private static float joinedSums(int first, int step, int whole, float[] x, int xOffset) {
    if (step < CHAINS) {
      return joinedSums(first, 2 * step, whole, x, xOffset)
          + joinedSums(first + step, 2 * step, whole, x, xOffset);
    }
    float chain = 0f;
    for (int p = first; p < whole; p += CHAINS) {
      chain += x[xOffset + p];
    }
    return chain;
  }

  private static float joinedSumsOfProducts(
      int first, int step, int whole, float[] x, int xOffset, float[] y, int yOffset) {
    if (step < CHAINS) {
      return joinedSumsOfProducts(first, 2 * step, whole, x, xOffset, y, yOffset)
          + joinedSumsOfProducts(first + step, 2 * step, whole, x, xOffset, y, yOffset);
    }
    float chain = 0f;
    for (int p = first; p < whole; p += CHAINS) {
      chain = Math.fma(x[xOffset + p], y[yOffset + p], chain);
    }
    return chain;
  }
}
