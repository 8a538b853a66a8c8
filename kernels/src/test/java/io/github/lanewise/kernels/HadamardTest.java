package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The Hadamard product equals its definition, bit for bit. */
class HadamardTest {

  private static final int LONGEST = 1_100;

  @Test
  void equalsTheDefinitionAtEveryLength() {
    for (int length = 0; length <= LONGEST; length++) {
      RandomGenerator random = RandomCases.generator(length);
      PoisonedMatrix z = PoisonedMatrix.poison(length, 1, random);
      check(length, values(length, 1, random), values(length, 1, random), z);
    }
  }

  @Test
  void equalsTheDefinitionAtEveryOffset() {
    for (int xOffset = 0; xOffset <= 17; xOffset++) {
      for (int yOffset = 0; yOffset <= 17; yOffset++) {
        for (int zOffset = 0; zOffset <= 17; zOffset++) {
          RandomGenerator random = RandomCases.generator(xOffset + 18 * yOffset + 324 * zOffset);
          int length = random.nextInt(150);
          PoisonedMatrix x = PoisonedMatrix.at(xOffset, length);
          PoisonedMatrix y = PoisonedMatrix.at(yOffset, length);
          RandomCases.fillWide(x, random);
          RandomCases.fillWide(y, random);
          check(zOffset, x, y, PoisonedMatrix.at(zOffset, length));
        }
      }
    }
  }

  @Test
  void equalsTheDefinitionOnMatrices() {
    for (int seed = 0; seed < 1_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = random.nextInt(100);
      int columns = random.nextInt(12);
      PoisonedMatrix x = values(rows, columns, random);
      PoisonedMatrix y = values(rows, columns, random);
      check(seed, x, y, PoisonedMatrix.poison(rows, columns, random));
    }
  }

  @Test
  void equalsTheDefinitionOnMatricesWithoutGaps() {
    for (int seed = 0; seed < 300; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = random.nextInt(100);
      int columns = random.nextInt(12);
      PoisonedMatrix x = PoisonedMatrix.random(rows, columns, rows, random);
      PoisonedMatrix y = PoisonedMatrix.random(rows, columns, rows, random);
      check(seed, x, y, PoisonedMatrix.random(rows, columns, rows, random));
    }
  }

  @Test
  void equalsTheDefinitionInPlace() {
    for (int seed = 0; seed < 600; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = RandomCases.length(random);
      int columns = random.nextInt(4);
      PoisonedMatrix x = values(rows, columns, random);
      PoisonedMatrix y = values(rows, columns, random);
      check(seed, x, y, x);
      check(seed, x, y, y);
      check(seed, x, x, x);
    }
  }

  @Test
  void doesNothingWithoutElements() {
    float[] z = {3f};
    Hadamard.multiply(0, 3, z, 1, 0, z, 1, 0, z, 1, 0);
    Hadamard.multiply(3, 0, z, 1, 3, z, 1, 3, z, 1, 3);
    assertThat(z).containsExactly(3f);
  }

  private static void check(int seed, PoisonedMatrix x, PoisonedMatrix y, PoisonedMatrix z) {
    PoisonedMatrix xBefore = x.copy();
    PoisonedMatrix yBefore = y.copy();
    PoisonedMatrix expected = z.copy();
    for (int j = 0; j < x.columns; j++) {
      for (int i = 0; i < x.rows; i++) {
        expected.set(i, j, Hadamard.multiply(x.get(i, j), y.get(i, j)));
      }
    }

    Hadamard.multiply(
        x.rows, x.columns, x.array, x.offset, x.ld, y.array, y.offset, y.ld, z.array, z.offset,
        z.ld);

    assertThat(z.sameBits(expected)).as("seed %s: %s, %s to %s", seed, x, y, z).isTrue();
    assertThat(x == z || x.sameBits(xBefore)).as("seed %s: X untouched", seed).isTrue();
    assertThat(y == z || y.sameBits(yBefore)).as("seed %s: Y untouched", seed).isTrue();
  }

  private static PoisonedMatrix values(int rows, int columns, RandomGenerator random) {
    PoisonedMatrix matrix = PoisonedMatrix.poison(rows, columns, random);
    RandomCases.fillWide(matrix, random);
    return matrix;
  }
}
