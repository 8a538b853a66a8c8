package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.ScalarMath;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax and log-softmax equal their formulas bit for bit, and the true values closely. */
class SoftmaxTest {

  private static final double EPSILON = Math.ulp(1f);

  private static final float[] LOGITS = {
    0f,
    1e-38f,
    -1e-38f,
    87f,
    -87f,
    104f,
    -104f,
    1e4f,
    -1e4f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.NEGATIVE_INFINITY
  };

  static List<Activation> both() {
    return List.of(new Softmax(), new LogSoftmax());
  }

  @ParameterizedTest
  @MethodSource("both")
  void forwardEqualsTheFormula(Activation activation) {
    for (int seed = 0; seed < 2_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix z = input(seed, random);
      PoisonedMatrix zBefore = z.copy();
      PoisonedMatrix a = PoisonedMatrix.poison(z.rows, z.columns, random);
      PoisonedMatrix expected = a.copy();
      for (int j = 0; j < z.columns; j++) {
        forward(activation, z, expected, j);
      }

      forward(activation, z, a);

      assertThat(a.sameBits(expected)).as("seed %s: %s to %s", seed, z, a).isTrue();
      assertThat(z.sameBits(zBefore)).as("seed %s: input untouched", seed).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void backwardEqualsTheFormula(Activation activation) {
    for (int seed = 0; seed < 2_000; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix a = input(seed, random);
      PoisonedMatrix aBefore = a.copy();
      PoisonedMatrix da = PoisonedMatrix.random(a.rows, a.columns, random);
      PoisonedMatrix dz = PoisonedMatrix.poison(a.rows, a.columns, random);
      PoisonedMatrix expected = dz.copy();
      for (int j = 0; j < a.columns; j++) {
        backward(activation, da, a, expected, j);
      }

      backward(activation, da, a, dz);

      assertThat(dz.sameBits(expected)).as("seed %s: %s, %s", seed, a, dz).isTrue();
      assertThat(a.sameBits(aBefore)).as("seed %s: saved untouched", seed).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void computesInPlaceWhatItComputesElsewhere(Activation activation) {
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      PoisonedMatrix z = input(seed, random);
      PoisonedMatrix elsewhere = z.copy();
      forward(activation, z, elsewhere);
      PoisonedMatrix da = PoisonedMatrix.random(z.rows, z.columns, random);
      PoisonedMatrix dz = da.copy();
      backward(activation, da, elsewhere, dz);

      forward(activation, z, z);
      backward(activation, da, z, da);

      assertThat(z.sameBits(elsewhere)).as("seed %s: %s", seed, z).isTrue();
      assertThat(da.sameBits(dz)).as("seed %s: %s", seed, da).isTrue();
    }
  }

  @Test
  void softmaxIsCloseToTheTrueValuesAndSumsToOne() {
    for (int seed = 0; seed < 20_000; seed++) {
      PoisonedMatrix z = logits(seed);
      PoisonedMatrix p = z.copy();
      forward(new Softmax(), z, p);
      double[] exact = softmax(z);
      double sum = 0;
      for (int i = 0; i < z.rows; i++) {
        double distance = Math.min(max(z) - z.get(i, 0), Float.MAX_VALUE);
        // Where the result is subnormal, two roundings to its spacing come on top.
        double bound = (4 + distance) * EPSILON * exact[i] + Float.MIN_VALUE;
        assertThat(Math.abs(p.get(i, 0) - exact[i]))
            .as("seed %s: element %s of %s", seed, i, z)
            .isLessThanOrEqualTo(bound);
        sum += p.get(i, 0);
      }
      assertThat(Math.abs(sum - 1)).as("seed %s: sum of %s", seed, z).isLessThanOrEqualTo(1e-6);
    }
  }

  @Test
  void logSoftmaxIsCloseToTheTrueValues() {
    for (int seed = 0; seed < 20_000; seed++) {
      PoisonedMatrix z = logits(seed);
      PoisonedMatrix a = z.copy();
      forward(new LogSoftmax(), z, a);
      double sum = 0;
      for (int i = 0; i < z.rows; i++) {
        sum += Math.exp((double) z.get(i, 0) - max(z));
      }
      for (int i = 0; i < z.rows; i++) {
        double exact = (double) z.get(i, 0) - max(z) - Math.log(sum);
        double scale = Math.abs((double) z.get(i, 0) - max(z)) + Math.log(sum);
        if (Float.isFinite((float) exact)) {
          assertThat(Math.abs(a.get(i, 0) - exact))
              .as("seed %s: element %s of %s", seed, i, z)
              .isLessThanOrEqualTo(2 * EPSILON * scale + 4 * EPSILON);
        } else {
          assertThat(a.get(i, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aColumnOfNanOrPositiveInfinityOrOnlyNegativeInfinityIsNan(Activation activation) {
    for (int rows : new int[] {1, 5, 16, 17, 40, 100}) {
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        for (int at = 0; at < rows; at++) {
          float[] z = new float[3 * rows];
          z[rows + at] = bad;
          assertOnlyTheMiddleOneIsNan(activation, rows, z);
        }
      }
      float[] z = new float[3 * rows];
      Arrays.fill(z, rows, 2 * rows, Float.NEGATIVE_INFINITY);
      assertOnlyTheMiddleOneIsNan(activation, rows, z);
    }
  }

  @Test
  void aMaskedElementHasNoProbability() {
    float[] a = {1f, Float.NEGATIVE_INFINITY, 1f};
    new Softmax().forward(3, 1, a, 0, 3, a, 0, 3);
    assertThat(a).containsExactly(0.5f, 0f, 0.5f);
    float[] b = {0f, Float.NEGATIVE_INFINITY};
    new LogSoftmax().forward(2, 1, b, 0, 2, b, 0, 2);
    assertThat(b).containsExactly(0f, Float.NEGATIVE_INFINITY);
  }

  private static void assertOnlyTheMiddleOneIsNan(Activation activation, int rows, float[] z) {
    activation.forward(rows, 3, z, 0, rows, z, 0, rows);
    for (int i = 0; i < z.length; i++) {
      boolean middle = i >= rows && i < 2 * rows;
      assertThat(Float.isNaN(z[i])).as("%s of 3 x %s", i, rows).isEqualTo(middle);
    }
  }

  /** The formula of one column. */
  private static void forward(Activation activation, PoisonedMatrix z, PoisonedMatrix a, int j) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < z.rows; i++) {
      max = Math.max(max, z.get(i, j));
    }
    float largest = max;
    float sum = FixedOrder.sum(z.rows, (chain, p) -> chain + ScalarMath.exp(z.get(p, j) - largest));
    for (int i = 0; i < z.rows; i++) {
      float shifted = z.get(i, j) - max;
      a.set(
          i,
          j,
          activation instanceof Softmax
              ? ScalarMath.exp(shifted) * (1f / sum)
              : shifted - ScalarMath.log(sum));
    }
  }

  private static void backward(
      Activation activation, PoisonedMatrix da, PoisonedMatrix a, PoisonedMatrix dz, int j) {
    boolean softmax = activation instanceof Softmax;
    float sum =
        FixedOrder.sum(
            a.rows,
            (chain, p) ->
                softmax ? Math.fma(da.get(p, j), a.get(p, j), chain) : chain + da.get(p, j));
    for (int i = 0; i < a.rows; i++) {
      dz.set(
          i,
          j,
          softmax
              ? a.get(i, j) * (da.get(i, j) - sum)
              : Math.fma(-ScalarMath.exp(a.get(i, j)), sum, da.get(i, j)));
    }
  }

  private static void forward(Activation activation, PoisonedMatrix z, PoisonedMatrix a) {
    activation.forward(z.rows, z.columns, z.array, z.offset, z.ld, a.array, a.offset, a.ld);
  }

  private static void backward(
      Activation activation, PoisonedMatrix da, PoisonedMatrix a, PoisonedMatrix dz) {
    activation.backward(
        a.rows, a.columns, da.array, da.offset, da.ld, a.array, a.offset, a.ld, dz.array, dz.offset,
        dz.ld);
  }

  private static PoisonedMatrix input(int seed, RandomGenerator random) {
    int rows = RandomCases.length(random);
    int columns = random.nextInt(5);
    PoisonedMatrix matrix =
        seed % 2 == 0
            ? PoisonedMatrix.random(rows, columns, random)
            : PoisonedMatrix.random(rows, columns, rows, random);
    if (seed % 3 == 0) {
      RandomCases.fillWide(matrix, random);
    }
    return matrix;
  }

  /** One column of 1 to 1025 logits, one of them at least above -Inf; ties among them. */
  private static PoisonedMatrix logits(int seed) {
    RandomGenerator random = RandomCases.generator(seed);
    int rows = seed % 10 == 0 ? 1 + random.nextInt(1_025) : 1 + random.nextInt(40);
    PoisonedMatrix z = PoisonedMatrix.random(rows, 1, random);
    float scale = new float[] {1f, 10f, 100f}[random.nextInt(3)];
    boolean extremes = random.nextBoolean();
    for (int i = 0; i < rows; i++) {
      boolean extreme = extremes && random.nextInt(4) == 0;
      z.set(i, 0, extreme ? LOGITS[random.nextInt(LOGITS.length)] : z.get(i, 0) * scale);
    }
    if (max(z) == Float.NEGATIVE_INFINITY) {
      z.set(0, 0, 0f);
    }
    return z;
  }

  private static double[] softmax(PoisonedMatrix z) {
    double[] p = new double[z.rows];
    for (int i = 0; i < z.rows; i++) {
      p[i] = Math.exp((double) z.get(i, 0) - max(z));
    }
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(e -> e / sum).toArray();
  }

  private static double max(PoisonedMatrix z) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < z.rows; i++) {
      max = Math.max(max, z.get(i, 0));
    }
    return max;
  }
}
