package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Sums have one order, bit for bit: 16 chains joined by halves, then the rest. */
class SumsTest {

  @Test
  void sumHasTheFixedOrder() {
    for (int seed = 0; seed < 3_000; seed++) {
      PoisonedMatrix x = input(seed);
      assertThat(bits(Sums.sum(x.rows, x.array, x.offset)))
          .as("seed %s: %s", seed, x)
          .isEqualTo(bits(FixedOrder.sum(x.rows, (chain, p) -> chain + x.get(p, 0))));
    }
  }

  @Test
  void sumOfSquaresAndOfProductsHaveTheFixedOrder() {
    for (int seed = 0; seed < 3_000; seed++) {
      PoisonedMatrix x = input(seed);
      PoisonedMatrix y = PoisonedMatrix.random(x.rows, 1, RandomCases.generator(~seed));
      int n = x.rows;
      assertThat(bits(Sums.sumOfSquares(n, x.array, x.offset)))
          .as("seed %s: %s", seed, x)
          .isEqualTo(
              bits(FixedOrder.sum(n, (chain, p) -> Math.fma(x.get(p, 0), x.get(p, 0), chain))));
      assertThat(bits(Sums.sumOfProducts(n, x.array, x.offset, y.array, y.offset)))
          .as("seed %s: %s, %s", seed, x, y)
          .isEqualTo(
              bits(FixedOrder.sum(n, (chain, p) -> Math.fma(x.get(p, 0), y.get(p, 0), chain))));
    }
  }

  @Test
  void sumOfNothingIsZero() {
    assertThat(bits(Sums.sum(0, new float[0], 0))).isZero();
    assertThat(bits(Sums.sumOfSquares(0, new float[0], 0))).isZero();
    assertThat(bits(Sums.sumOfProducts(0, new float[1], 1, new float[0], 0))).isZero();
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
