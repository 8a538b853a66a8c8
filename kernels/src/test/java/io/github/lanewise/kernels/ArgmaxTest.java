package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Argmax finds the first of the largest elements of each column. */
class ArgmaxTest {

  private static final int UNTOUCHED = 0x7fa0dead;

  @Test
  void findsTheFirstLargestElementOfEachColumn() {
    for (int seed = 0; seed < 3_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix a =
          PoisonedMatrix.random(RandomCases.length(random), random.nextInt(6), random);
      if (seed % 3 == 0) {
        RandomCases.sprinkle(a, 300, random);
      } else if (seed % 3 == 1) {
        makeTies(a, random);
      }
      int outOffset = random.nextInt(18);
      int[] out = new int[outOffset + a.columns + 3];
      Arrays.fill(out, UNTOUCHED);
      int[] expected = out.clone();
      for (int j = 0; j < a.columns; j++) {
        expected[outOffset + j] = argmax(a, j);
      }

      Argmax.columns(a.rows, a.columns, a.array, a.offset, a.ld, out, outOffset);

      assertThat(out).as("seed %s: %s", seed, a).isEqualTo(expected);
    }
  }

  @Test
  void aNanAnywhereInTheColumnGivesMinusOne() {
    for (int rows : new int[] {1, 5, 16, 17, 40, 64, 100}) {
      for (int at = 0; at < rows; at++) {
        float[] a = new float[rows];
        a[at] = Float.NaN;
        int[] out = {UNTOUCHED};
        Argmax.columns(rows, 1, a, 0, rows, out, 0);
        assertThat(out[0]).as("NaN at %s of %s", at, rows).isEqualTo(-1);
      }
    }
  }

  @Test
  void negativeInfinityEverywhereGivesTheFirstRow() {
    for (int rows : new int[] {1, 10, 16, 17, 64, 100}) {
      float[] a = new float[rows];
      Arrays.fill(a, Float.NEGATIVE_INFINITY);
      int[] out = {UNTOUCHED};
      Argmax.columns(rows, 1, a, 0, rows, out, 0);
      assertThat(out[0]).isZero();
    }
  }

  private static int argmax(PoisonedMatrix a, int j) {
    int best = a.rows == 0 ? -1 : 0;
    for (int i = 0; i < a.rows; i++) {
      if (Float.isNaN(a.get(i, j))) {
        return -1;
      }
      if (a.get(i, j) > a.get(best, j)) {
        best = i;
      }
    }
    return best;
  }

  /** Few different values, both zeros among them. */
  private static void makeTies(PoisonedMatrix a, RandomGenerator random) {
    for (int j = 0; j < a.columns; j++) {
      boolean negative = random.nextBoolean();
      for (int i = 0; i < a.rows; i++) {
        float value = random.nextInt(3) - (negative ? 2 : 0);
        a.set(i, j, value == 0f && random.nextBoolean() ? -0f : value);
      }
    }
  }
}
