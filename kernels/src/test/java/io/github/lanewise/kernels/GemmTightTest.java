package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.PlainGemm;
import io.github.lanewise.kernels.internal.ScalarGemm;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Products of matrices without gaps in arrays that end with them: what vectors read beyond the last
 * row, and write beyond it where the next column overwrites it, must stay inside.
 */
class GemmTightTest {

  private static final int[] ROWS = {
    1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 23, 31, 40, 48, 63, 65, 80, 96, 130, 257
  };
  private static final int[] COLUMNS = {1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 25, 64, 100};
  private static final int[] DEPTHS = {1, 2, 10, 16, 17, 40, 900};

  private static final PlainGemm.Copies PLAIN =
      new PlainGemm.Copies(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private final GemmWorkspace workspace = new GemmWorkspace();

  @ParameterizedTest
  @EnumSource
  void equalsTheDefinition(Transpose transA) {
    RandomGenerator random = RandomCases.generator(transA == Transpose.YES ? 1 : 0);
    for (int m : ROWS) {
      for (int n : COLUMNS) {
        for (int k : DEPTHS) {
          if ((long) m * n * k < 2_000_000) {
            for (Transpose transB : Transpose.values()) {
              check(transA, transB, m, n, k, random);
              check(transB, transA, n, m, k, random);
            }
          }
        }
      }
    }
  }

  @Test
  void forwardEqualsTheDefinition() {
    RandomGenerator random = RandomCases.generator(2);
    for (int m : ROWS) {
      for (int n : COLUMNS) {
        for (int k : DEPTHS) {
          if ((long) m * n * k < 2_000_000) {
            checkForward(m, n, k, random);
          }
        }
      }
    }
  }

  private void checkForward(int m, int n, int k, RandomGenerator random) {
    float[] w = randoms(m * k, random);
    float[] a = randoms(k * n, random);
    float[] bias = randoms(m, random);
    float[] expected = new float[m * n];
    ScalarGemm.forward(m, n, k, w, 0, m, a, 0, k, bias, 0, expected, 0, m);
    float[] actual = randoms(m * n, random);
    Gemm.forward(m, n, k, w, 0, m, a, 0, k, bias, 0, actual, 0, m, workspace);
    assertThat(actual).as("m=%d n=%d k=%d", m, n, k).isEqualTo(expected);
    float[] plain = randoms(m * n, random);
    PlainGemm.forward(m, n, k, w, 0, m, a, 0, k, bias, 0, plain, 0, m, PLAIN);
    assertThat(plain).as("plain loops, m=%d n=%d k=%d", m, n, k).isEqualTo(expected);
    float[] packed = randoms(m * n, random);
    PackedMatrix.of(Transpose.NO, m, k, w, 0, m)
        .forward(n, a, 0, k, bias, 0, packed, 0, m, workspace);
    assertThat(packed).as("packed, m=%d n=%d k=%d", m, n, k).isEqualTo(expected);
  }

  @Test
  void aProductWithoutRowsNeedsNoElements() {
    float[] nothing = {};
    Gemm.forward(
        0, 24, 1, nothing, 0, 0, new float[24], 0, 1, nothing, 0, nothing, 0, 17, workspace);
    BiasAdd.broadcast(0, 24, nothing, 0, nothing, 0, 17);
    assertThat(nothing).isEmpty();
  }

  private void check(
      Transpose transA, Transpose transB, int m, int n, int k, RandomGenerator random) {
    boolean aTransposed = transA == Transpose.YES;
    boolean bTransposed = transB == Transpose.YES;
    int lda = aTransposed ? k : m;
    int ldb = bTransposed ? n : k;
    float[] a = randoms(m * k, random);
    float[] b = randoms(k * n, random);
    float beta = random.nextBoolean() ? 0f : 1f;
    float[] actual = randoms(m * n, random);
    float[] expected = actual.clone();
    Gemm.gemm(transA, transB, m, n, k, 1f, a, 0, lda, b, 0, ldb, beta, actual, 0, m, workspace);
    ScalarGemm.multiply(
        aTransposed, bTransposed, m, n, k, 1f, a, 0, lda, b, 0, ldb, beta, expected, 0, m);
    assertThat(actual)
        .as("A%s B%s m=%d n=%d k=%d beta=%s", transA, transB, m, n, k, beta)
        .containsExactly(expected);
  }

  private static float[] randoms(int length, RandomGenerator random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2f - 1f;
    }
    return values;
  }
}
