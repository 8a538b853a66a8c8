package io.github.lanewise.kernels;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded sizes and values for the tests of kernels. */
public final class RandomCases {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    1e-38f,
    1e30f,
    -1e30f
  };

  private RandomCases() {}

  public static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Numbers from -0.5 to 0.5. */
  public static float[] numbers(int length, RandomGenerator random) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  /** A length from 0 to 1100, small ones and those beside multiples of 16 more often. */
  static int length(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(70);
      case 1 -> Math.max(0, 16 * random.nextInt(69) + random.nextInt(3) - 1);
      default -> random.nextInt(1101);
    };
  }

  /** Overwrites one element in {@code oneIn} with zeros, extremes, infinities and NaN. */
  static void sprinkle(PoisonedMatrix matrix, int oneIn, RandomGenerator random) {
    for (int j = 0; j < matrix.columns; j++) {
      for (int i = 0; i < matrix.rows; i++) {
        if (random.nextInt(oneIn) == 0) {
          matrix.set(i, j, SPECIAL[random.nextInt(SPECIAL.length)]);
        }
      }
    }
  }

  /**
   * Fills a matrix with numbers of moderate size, floats of random bits, zeros, extremes,
   * infinities and NaN.
   */
  static void fillWide(PoisonedMatrix matrix, RandomGenerator random) {
    for (int j = 0; j < matrix.columns; j++) {
      for (int i = 0; i < matrix.rows; i++) {
        float value =
            switch (random.nextInt(8)) {
              case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
              case 1 -> Float.intBitsToFloat(random.nextInt());
              case 2 -> (random.nextFloat() - 0.5f) * 200f;
              default -> (random.nextFloat() - 0.5f) * 12f;
            };
        matrix.set(i, j, value);
      }
    }
  }
}
