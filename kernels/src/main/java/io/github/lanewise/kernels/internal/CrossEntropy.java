package io.github.lanewise.kernels.internal;

/**
 * Cross-entropy of a distribution y over the classes and softmax(z), {@code sum of y(i) (max - z(i)
 * + logOfSum)} with the logarithm of {@link SoftmaxColumns#sumOfExponentials}, and its gradient by
 * z. Validates nothing.
 */
public final class CrossEntropy {

  private CrossEntropy() {}

  @FixedOrderSum
  static float sumOfTerms(
      float sum, float y, float z, @Uniform float max, @Uniform float logOfSum) {
    float next = Math.fma(y, gap(max, z) + logOfSum, sum);
    return y == 0f ? sum : next;
  }

  @Elementwise
  static float difference(float p, float y) {
    return p - y;
  }

  /** {@code max - z}; where finite ones lie further apart than the largest float, that float. */
  public static float gap(float max, float z) {
    float gap = max - z;
    float bounded = gap > Float.MAX_VALUE ? Float.MAX_VALUE : gap;
    return z < -Float.MAX_VALUE ? gap : bounded;
  }

  /**
   * Returns the loss of one sample in the order of {@link FixedOrderSum}; y(i) = 0 adds nothing.
   */
  public static float ofDistribution(
      int classes, float[] y, int yOffset, float[] z, int zOffset, float max, float logOfSum) {
    return CrossEntropyLoops.sumOfTerms(classes, y, yOffset, z, zOffset, max, logOfSum);
  }

  /** Computes {@code dZ := P - Y} in the place of P, over {@code length} elements. */
  public static void subtractTargets(int length, float[] p, int pOffset, float[] y, int yOffset) {
    CrossEntropyLoops.difference(length, p, pOffset, y, yOffset, p, pOffset);
  }
}
