package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.ScalarSums;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Sums have the one order of their definition, bit for bit. */
class SumsTest {

  @Test
  void theDefinitionRunsSixteenChainsAndJoinsThemByHalves() {
    for (int length = 0; length <= 200; length++) {
      PoisonedMatrix x = PoisonedMatrix.random(length, 1, RandomCases.generator(length));
      float[] chains = new float[16];
      int whole = length / 16 * 16;
      for (int p = 0; p < whole; p++) {
        chains[p % 16] += x.get(p, 0);
      }
      for (int half = 8; half >= 1; half /= 2) {
        for (int r = 0; r < half; r++) {
          chains[r] += chains[r + half];
        }
      }
      float expected = chains[0];
      for (int p = whole; p < length; p++) {
        expected += x.get(p, 0);
      }
      assertThat(ScalarSums.sum(length, x.array, x.offset))
          .as("length %s", length)
          .isEqualTo(expected);
    }
  }

  @Test
  void sumEqualsTheDefinition() {
    for (int seed = 0; seed < 3_000; seed++) {
      PoisonedMatrix x = input(seed);
      assertThat(bits(Sums.sum(x.rows, x.array, x.offset)))
          .as("seed %s: %s", seed, x)
          .isEqualTo(bits(ScalarSums.sum(x.rows, x.array, x.offset)));
    }
  }

  @Test
  void sumOfSquaresAndProductsEqualTheDefinition() {
    for (int seed = 0; seed < 3_000; seed++) {
      PoisonedMatrix x = input(seed);
      RandomGenerator random = RandomCases.generator(~seed);
      PoisonedMatrix y = PoisonedMatrix.random(x.rows, 1, random);
      int n = x.rows;
      assertThat(bits(Sums.sumOfSquares(n, x.array, x.offset)))
          .as("seed %s: %s", seed, x)
          .isEqualTo(bits(ScalarSums.sumOfProducts(n, x.array, x.offset, x.array, x.offset)));
      assertThat(bits(Sums.sumOfProducts(n, x.array, x.offset, y.array, y.offset)))
          .as("seed %s: %s, %s", seed, x, y)
          .isEqualTo(bits(ScalarSums.sumOfProducts(n, x.array, x.offset, y.array, y.offset)));
    }
  }

  @Test
  void sumOfNothingIsZero() {
    assertThat(bits(Sums.sum(0, new float[0], 0))).isZero();
    assertThat(bits(Sums.sumOfSquares(0, new float[0], 0))).isZero();
  }

  private static PoisonedMatrix input(int seed) {
    RandomGenerator random = RandomCases.generator(seed);
    PoisonedMatrix x = PoisonedMatrix.random(RandomCases.length(random), 1, random);
    if (seed % 3 == 0) {
      RandomCases.sprinkle(x, 100, random);
    }
    return x;
  }

  /** The bits, all NaN being one. */
  private static int bits(float value) {
    return Float.floatToIntBits(value);
  }
}
