package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.ScalarBiasAdd;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Adding and broadcasting a bias equal their definitions, bit for bit. */
class BiasAddTest {

  @Test
  void addEqualsTheDefinition() {
    for (int seed = 0; seed < 2_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix z =
          PoisonedMatrix.random(RandomCases.length(random), random.nextInt(14), random);
      RandomCases.sprinkle(z, 20, random);
      PoisonedMatrix bias = PoisonedMatrix.random(z.rows, 1, random);
      RandomCases.sprinkle(bias, 20, random);
      PoisonedMatrix biasBefore = bias.copy();
      PoisonedMatrix expected = z.copy();
      ScalarBiasAdd.add(
          z.rows, z.columns, bias.array, bias.offset, expected.array, expected.offset, expected.ld);

      BiasAdd.add(z.rows, z.columns, bias.array, bias.offset, z.array, z.offset, z.ld);

      assertThat(z.sameBits(expected)).as("seed %s: %s", seed, z).isTrue();
      assertThat(bias.sameBits(biasBefore)).as("seed %s: bias untouched", seed).isTrue();
    }
  }

  @Test
  void broadcastCopiesTheBiasIntoEveryColumnWithoutReadingZ() {
    for (int seed = 0; seed < 1_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix z =
          PoisonedMatrix.poison(RandomCases.length(random), random.nextInt(14), random);
      PoisonedMatrix bias = PoisonedMatrix.random(z.rows, 1, random);
      RandomCases.sprinkle(bias, 20, random);
      PoisonedMatrix expected = z.copy();
      for (int j = 0; j < z.columns; j++) {
        for (int i = 0; i < z.rows; i++) {
          expected.set(i, j, bias.get(i, 0));
        }
      }

      BiasAdd.broadcast(z.rows, z.columns, bias.array, bias.offset, z.array, z.offset, z.ld);

      assertThat(z.sameBits(expected)).as("seed %s: %s", seed, z).isTrue();
    }
  }
}
