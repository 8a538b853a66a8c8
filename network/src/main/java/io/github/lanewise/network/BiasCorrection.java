package io.github.lanewise.network;

/**
 * Adam's corrections for moments that start at 0, in double precision and rounded once. Powers by
 * squaring, since the bits of Math.pow may differ from JVM to JVM.
 */
final class BiasCorrection {
  private BiasCorrection() {}

  /** learningRate / (1 - beta1^step). */
  static float stepSize(float learningRate, float beta1, long step) {
    return (float) (learningRate / (1 - power(beta1, step)));
  }

  /** 1 / sqrt(1 - beta2^step). */
  static float secondCorrection(float beta2, long step) {
    return (float) (1 / Math.sqrt(1 - power(beta2, step)));
  }

  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
