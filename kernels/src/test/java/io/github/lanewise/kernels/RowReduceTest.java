package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.ScalarRowReduce;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Row sums equal their definition, bit for bit. */
class RowReduceTest {

  private static final float[] SCALES = {1f, 1f / 3f, -2.5f, 0f};

  @Test
  void sumEqualsTheDefinition() {
    for (int seed = 0; seed < 2_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix z =
          PoisonedMatrix.random(RandomCases.length(random), random.nextInt(40), random);
      if (seed % 2 == 0) {
        RandomCases.sprinkle(z, 50, random);
      }
      checkSum(seed, z, SCALES[random.nextInt(SCALES.length)], random);
    }
  }

  @Test
  void sumEqualsTheDefinitionForFewRowsAndManyColumns() {
    for (int rows = 0; rows <= 70; rows++) {
      RandomGenerator random = RandomCases.generator(rows);
      checkSum(rows, PoisonedMatrix.random(rows, 512, random), 0.7f, random);
    }
  }

  @Test
  void sumEqualsTheDefinitionForEveryCutOfTheRows() {
    for (int rows = 0; rows <= 33 * 16; rows++) {
      RandomGenerator random = RandomCases.generator(rows);
      checkSum(rows, PoisonedMatrix.random(rows, 5, random), 0.7f, random);
    }
  }

  @Test
  void sumEqualsTheDefinitionForMatricesBeyondTheCaches() {
    for (int rows : new int[] {255, 257, 300, 512, 1_000, 4_099}) {
      for (int more = 1; more <= 4; more++) {
        RandomGenerator random = RandomCases.generator(rows);
        checkSum(rows, PoisonedMatrix.random(rows, (1 << 17) / rows + more, random), 0.7f, random);
      }
    }
  }

  @Test
  void sumOfNoColumnsIsZero() {
    for (int rows : new int[] {1, 7, 16, 33, 64, 65, 300}) {
      RandomGenerator random = RandomCases.generator(rows);
      PoisonedMatrix z = PoisonedMatrix.poison(rows, 0, random);
      PoisonedMatrix out = PoisonedMatrix.poison(rows, 1, random);
      RowReduce.sum(rows, 0, 0.5f, z.array, z.offset, z.ld, out.array, out.offset);
      for (int i = 0; i < rows; i++) {
        assertThat(Float.floatToRawIntBits(out.get(i, 0))).isZero();
      }
    }
  }

  @Test
  void sumOfNegativeZerosIsPositiveZero() {
    float[] z = {-0f, -0f, -0f};
    float[] out = {Float.NaN};
    RowReduce.sum(1, 3, 1f, z, 0, 1, out, 0);
    assertThat(Float.floatToRawIntBits(out[0])).isZero();
  }

  private static void checkSum(int seed, PoisonedMatrix z, float scale, RandomGenerator random) {
    PoisonedMatrix out = PoisonedMatrix.poison(z.rows, 1, random);
    PoisonedMatrix zBefore = z.copy();
    PoisonedMatrix expected = out.copy();
    ScalarRowReduce.sum(
        z.rows, z.columns, scale, z.array, z.offset, z.ld, expected.array, expected.offset);

    RowReduce.sum(z.rows, z.columns, scale, z.array, z.offset, z.ld, out.array, out.offset);

    assertThat(out.sameBits(expected)).as("seed %s: %s", seed, z).isTrue();
    assertThat(z.sameBits(zBefore)).as("seed %s: input untouched", seed).isTrue();
  }
}
