package io.github.lanewise.bench;

import java.util.SplittableRandom;

/** Operands with reproducible values. */
final class RandomFloats {

  private RandomFloats() {}

  /** A new array with values uniform in [-1, 1). */
  static float[] array(int length, long seed) {
    float[] values = new float[length];
    fill(values, 0, length, -1f, 1f, seed);
    return values;
  }

  /** Fills a range with values uniform in [low, high). */
  static void fill(float[] values, int offset, int length, float low, float high, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < length; i++) {
      values[offset + i] = random.nextFloat(low, high);
    }
  }
}
