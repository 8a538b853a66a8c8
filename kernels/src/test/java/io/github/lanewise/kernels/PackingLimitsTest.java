package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.ScalarGemm;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Products on both sides of the sizes from which on their operands are packed or cut. */
class PackingLimitsTest {

  private static final int[] ROWS = {63, 64, 65, 95, 96, 127, 128, 131};
  private static final int[] COLUMNS = {3, 4, 23, 24, 31, 32, 47, 48, 49};
  private static final int[] DEPTHS = {15, 16, 17, 96};

  @ParameterizedTest
  @EnumSource
  void giveTheBitsOfTheDefinition(Transpose transB) {
    RandomGenerator random = RandomCases.generator(7);
    GemmWorkspace workspace = new GemmWorkspace();
    for (Transpose transA : Transpose.values()) {
      for (int m : ROWS) {
        for (int n : COLUMNS) {
          for (int k : DEPTHS) {
            float[] a = RandomCases.numbers(m * k, random);
            float[] b = RandomCases.numbers(k * n, random);
            for (float beta : new float[] {0, 1}) {
              check(
                  transA,
                  transB,
                  m,
                  n,
                  k,
                  a,
                  b,
                  beta,
                  RandomCases.numbers(m * n, random),
                  workspace);
            }
          }
        }
      }
    }
  }

  /**
   * Beside the numbers of elements, columns and steps at which larger operands are read otherwise.
   */
  @ParameterizedTest
  @CsvSource({
    "10, 32, 64",
    "10, 32, 65",
    "128, 23, 65",
    "128, 24, 64",
    "128, 24, 65",
    "512, 10, 512",
    "512, 10, 513",
    "513, 10, 513",
    "257, 5, 1024",
    "128, 47, 65",
    "128, 48, 64",
    "128, 48, 65",
    "63, 40, 200",
    "64, 40, 200",
    "257, 23, 256",
    "257, 24, 256",
    "128, 95, 128",
    "128, 96, 127",
    "128, 96, 128",
    "256, 96, 255",
    "256, 96, 256",
    "512, 63, 513",
    "512, 64, 512",
    "512, 64, 513",
    "256, 255, 257",
    "255, 256, 257",
    "256, 256, 257"
  })
  void giveTheBitsOfTheDefinitionWithLargerOperands(int m, int n, int k) {
    RandomGenerator random = RandomCases.generator(8);
    GemmWorkspace workspace = new GemmWorkspace();
    float[] a = RandomCases.numbers(m * k, random);
    float[] b = RandomCases.numbers(k * n, random);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        check(transA, transB, m, n, k, a, b, 1, RandomCases.numbers(m * n, random), workspace);
      }
    }
  }

  /** A workspace for a smaller product has room for a few strips of B only. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "64, 40, 100", "300, 40, 10"})
  void giveTheBitsOfTheDefinitionInASmallWorkspace(int mostM, int mostN, int mostK) {
    RandomGenerator random = RandomCases.generator(9);
    int m = 131;
    int n = 47;
    int k = 40;
    float[] a = RandomCases.numbers(m * k, random);
    float[] b = RandomCases.numbers(k * n, random);
    GemmWorkspace workspace = new GemmWorkspace(mostM, mostN, mostK);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        check(transA, transB, m, n, k, a, b, 1, RandomCases.numbers(m * n, random), workspace);
      }
    }
  }

  /** Beside the ends of blocks of A: of 64 or 128 rows and 800 steps, or shallow and high. */
  @ParameterizedTest
  @CsvSource({
    "64, 800",
    "65, 800",
    "129, 800",
    "129, 801",
    "257, 401",
    "1601, 32",
    "3201, 16",
    "6401, 16"
  })
  void giveTheBitsOfTheDefinitionAtTheEndsOfBlocks(int m, int k) {
    RandomGenerator random = RandomCases.generator(m);
    int n = 50;
    float[] a = RandomCases.numbers(m * k, random);
    float[] b = RandomCases.numbers(k * n, random);
    float[] c = RandomCases.numbers(m * n, random);
    for (GemmWorkspace workspace : List.of(new GemmWorkspace(), new GemmWorkspace(m, n, k))) {
      for (Transpose transA : Transpose.values()) {
        for (Transpose transB : Transpose.values()) {
          check(transA, transB, m, n, k, a, b, 1, c.clone(), workspace);
        }
      }
    }
  }

  /** A of 4 MiB and less, with columns that collide and without, few columns of C. */
  @ParameterizedTest
  @CsvSource({"1024, 5, 1024", "1024, 6, 1024", "1280, 7, 820", "1024, 6, 1023", "1025, 6, 1024"})
  void giveTheBitsOfTheDefinitionForALargeAAndFewColumns(int m, int n, int k) {
    RandomGenerator random = RandomCases.generator(n);
    float[] a = RandomCases.numbers(m * k, random);
    float[] b = RandomCases.numbers(k * n, random);
    float[] c = RandomCases.numbers(m * n, random);
    for (Transpose transB : Transpose.values()) {
      check(Transpose.NO, transB, m, n, k, a, b, 1, c.clone(), new GemmWorkspace());
    }
  }

  private static void check(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float[] a,
      float[] b,
      float beta,
      float[] c,
      GemmWorkspace workspace) {
    boolean aTransposed = transA == Transpose.YES;
    boolean bTransposed = transB == Transpose.YES;
    int lda = aTransposed ? k : m;
    int ldb = bTransposed ? n : k;
    float[] expected = c.clone();
    ScalarGemm.multiply(
        aTransposed, bTransposed, m, n, k, 1, a, 0, lda, b, 0, ldb, beta, expected, 0, m);
    float[] packed = c.clone();
    Gemm.gemm(transA, transB, m, n, k, 1, a, 0, lda, b, 0, ldb, beta, c, 0, m, workspace);
    assertThat(c).as("%s%s %dx%dx%d, beta %s", transA, transB, m, n, k, beta).isEqualTo(expected);
    PackedMatrix.of(transA, m, k, a, 0, lda)
        .gemm(transB, n, b, 0, ldb, beta, packed, 0, m, workspace);
    assertThat(packed)
        .as("packed %s%s %dx%dx%d, beta %s", transA, transB, m, n, k, beta)
        .isEqualTo(expected);
  }
}
