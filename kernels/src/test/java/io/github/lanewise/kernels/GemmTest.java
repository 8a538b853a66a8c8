package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.PlainGemm;
import io.github.lanewise.kernels.internal.ScalarGemm;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GEMM equals its scalar definition, bit for bit. */
class GemmTest {

  private static final int[] SIDES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65
  };
  private static final float[] ALPHAS = {0f, 1f, 0.7f, -1f};
  private static final float[] BETAS = {0f, 1f, 1.3f};

  /** Smaller than many of the products. */
  private static final PlainGemm.Copies PLAIN = new PlainGemm.Copies(50, 40, 30);

  private final GemmWorkspace workspace = new GemmWorkspace();
  private final GemmWorkspace smallBlocks = new GemmWorkspace(33, 13, 20);

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65})
  void equalsTheDefinitionOnTheSmallGrid(int m) {
    RandomGenerator random = random(m);
    for (int n : SIDES) {
      for (int k : SIDES) {
        for (Transpose transA : Transpose.values()) {
          for (Transpose transB : Transpose.values()) {
            Product product = new Product(transA, transB, m, n, k, random);
            for (float alpha : ALPHAS) {
              for (float beta : BETAS) {
                product.check(alpha, beta, workspace);
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "191, 11, 383", "192, 12, 384", "193, 13, 385", "385, 25, 768", "31, 1535, 5", "33, 1537, 3",
    "1, 1600, 20", "1600, 1, 20", "1, 1, 2000", "64, 7, 1153", "12, 12, 769", "449, 6, 33",
    "10, 512, 64", "784, 10, 1", "1, 784, 2", "1001, 1, 131", "4099, 1, 38", "1024, 33, 260",
    "520, 65, 515", "48, 40, 129", "96, 24, 300", "145, 8, 150", "250, 7, 257"
  })
  void equalsTheDefinitionAtTheEdgesOfTheBlocks(int m, int n, int k) {
    RandomGenerator random = random(31L * m + n);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        Product product = new Product(transA, transB, m, n, k, random);
        product.check(1f, 0f, workspace);
        product.check(0.7f, 1.3f, workspace);
        product.check(-1f, 1f, smallBlocks);
        product.check(1f, 1f, smallBlocks);
      }
    }
  }

  @Test
  void equalsTheDefinitionWithBlocksSmallerThanTheProduct() {
    RandomGenerator random = random(7);
    for (int round = 0; round < 2_000; round++) {
      Transpose transA = random.nextBoolean() ? Transpose.YES : Transpose.NO;
      Transpose transB = random.nextBoolean() ? Transpose.YES : Transpose.NO;
      Product product =
          new Product(
              transA, transB, random.nextInt(130), random.nextInt(60), random.nextInt(90), random);
      product.check(
          ALPHAS[random.nextInt(ALPHAS.length)], BETAS[random.nextInt(BETAS.length)], smallBlocks);
    }
  }

  @Test
  void equalsTheDefinitionWhereColumnsLieAMultipleOf4KiBApart() {
    RandomGenerator random = random(14);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        Product product = new Product(transA, transB, 259, 261, 40, 1024, random);
        product.check(1f, 0f, workspace);
        product.check(1f, 1f, smallBlocks);
      }
    }
  }

  @Test
  void doesNotReadCWhenBetaIsZero() {
    RandomGenerator random = random(8);
    for (int side : SIDES) {
      PoisonedMatrix a = PoisonedMatrix.random(side, 9, random);
      PoisonedMatrix b = PoisonedMatrix.random(9, 13, random);
      PoisonedMatrix c = PoisonedMatrix.poison(side, 13, random);
      multiply(Transpose.NO, Transpose.NO, side, 13, 9, 1f, a, b, 0f, c, workspace);
      for (int j = 0; j < 13; j++) {
        for (int i = 0; i < side; i++) {
          assertThat(c.get(i, j)).isFinite();
        }
      }
    }
  }

  @Test
  void doesNotReadAAndBWhenAlphaIsZero() {
    RandomGenerator random = random(9);
    PoisonedMatrix a = PoisonedMatrix.poison(20, 9, random);
    PoisonedMatrix b = PoisonedMatrix.poison(9, 13, random);
    PoisonedMatrix c = PoisonedMatrix.random(20, 13, random);
    PoisonedMatrix before = c.copy();
    multiply(Transpose.NO, Transpose.NO, 20, 13, 9, 0f, a, b, 1f, c, workspace);
    assertThat(c.sameBits(before)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void transposingAnOperandChangesNoBit(Transpose transB) {
    RandomGenerator random = random(10);
    PoisonedMatrix a = PoisonedMatrix.random(50, 70, random);
    PoisonedMatrix aTransposed = PoisonedMatrix.poison(70, 50, random);
    for (int j = 0; j < 70; j++) {
      for (int i = 0; i < 50; i++) {
        aTransposed.set(j, i, a.get(i, j));
      }
    }
    boolean plain = transB == Transpose.NO;
    PoisonedMatrix b = PoisonedMatrix.random(plain ? 70 : 30, plain ? 30 : 70, random);
    PoisonedMatrix c = PoisonedMatrix.poison(50, 30, random);
    PoisonedMatrix d = c.copy();
    multiply(Transpose.NO, transB, 50, 30, 70, 1f, a, b, 0f, c, workspace);
    multiply(Transpose.YES, transB, 50, 30, 70, 1f, aTransposed, b, 0f, d, workspace);
    assertThat(c.sameBits(d)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        -0f,
        Float.MIN_VALUE,
        Float.MAX_VALUE
      })
  void carriesSpecialValuesToExactlyTheElementsTheyReach(float special) {
    RandomGenerator random = random(11);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        for (int round = 0; round < 64; round++) {
          int m = 1 + random.nextInt(70);
          int n = 1 + random.nextInt(30);
          int k = 1 + random.nextInt(40);
          Product product = new Product(transA, transB, m, n, k, random);
          PoisonedMatrix clean = product.run(1f, 0f, workspace);
          int row = random.nextInt(m);
          int column = random.nextInt(n);
          int p = random.nextInt(k);
          boolean inA = random.nextBoolean();
          product.setOperand(inA, inA ? row : column, p, special);
          product.check(1f, 0f, workspace);
          PoisonedMatrix touched = product.run(1f, 0f, workspace);
          for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
              boolean reached = inA ? i == row : j == column;
              if (!reached) {
                assertThat(touched.get(i, j)).isEqualTo(clean.get(i, j));
              } else if (!Float.isFinite(special)) {
                assertThat(touched.get(i, j)).isNotFinite();
              }
            }
          }
        }
      }
    }
  }

  @Test
  void keepsSubnormalResults() {
    float[] c = new float[40];
    float[] a = new float[40];
    Arrays.fill(a, Float.MIN_VALUE);
    Gemm.gemm(
        Transpose.NO,
        Transpose.NO,
        40,
        1,
        1,
        1f,
        a,
        0,
        40,
        new float[] {3f},
        0,
        1,
        0f,
        c,
        0,
        40,
        workspace);
    assertThat(c).containsOnly(3 * Float.MIN_VALUE);
  }

  @Test
  void givesNaNWhereAlphaOrBetaIsNaN() {
    float[] c = {1f};
    Gemm.gemm(
        Transpose.NO,
        Transpose.NO,
        1,
        1,
        1,
        Float.NaN,
        new float[] {1f},
        0,
        1,
        new float[] {1f},
        0,
        1,
        0f,
        c,
        0,
        1,
        workspace);
    assertThat(c[0]).isNaN();
    c[0] = 1f;
    Gemm.gemm(
        Transpose.NO,
        Transpose.NO,
        1,
        1,
        0,
        1f,
        new float[0],
        0,
        1,
        new float[0],
        0,
        0,
        Float.NaN,
        c,
        0,
        1,
        workspace);
    assertThat(c[0]).isNaN();
  }

  @Test
  void forwardEqualsBiasAddFollowedByGemmWithBetaOne() {
    RandomGenerator random = random(12);
    for (int m : SIDES) {
      for (int n : new int[] {0, 1, 5, 12, 13, 33}) {
        for (int k : new int[] {0, 1, 8, 65, 400}) {
          assertForward(m, n, k, random);
        }
      }
    }
  }

  /** Also where k is cut into blocks: only the first of them starts from the bias. */
  @Test
  void forwardEqualsBiasAddFollowedByGemmAtBlockEdges() {
    RandomGenerator random = random(14);
    for (int k : new int[] {15, 17, 801, 1_601}) {
      assertForward(130, 70, k, random);
      assertForward(257, 13, k, random);
      assertForward(128, 3, k, random);
      assertForward(10, 200, k, random);
      assertForward(2, 65, k, random);
      assertForward(7, 1_541, k, random);
    }
  }

  private void assertForward(int m, int n, int k, RandomGenerator random) {
    PoisonedMatrix w = PoisonedMatrix.random(m, k, random);
    PoisonedMatrix a = PoisonedMatrix.random(k, n, random);
    PoisonedMatrix bias = PoisonedMatrix.random(m, 1, random);
    PoisonedMatrix z = PoisonedMatrix.poison(m, n, random);
    PoisonedMatrix expected = z.copy();
    ForwardProduct.plain(w, a, bias, z, workspace);
    BiasAdd.broadcast(m, n, bias.array, bias.offset, expected.array, expected.offset, expected.ld);
    multiply(Transpose.NO, Transpose.NO, m, n, k, 1f, w, a, 1f, expected, workspace);
    assertThat(z.sameBits(expected)).as("m=%d n=%d k=%d", m, n, k).isTrue();
  }

  @Test
  void columnsOfABatchEqualTheSameColumnsAlone() {
    RandomGenerator random = random(13);
    PoisonedMatrix w = PoisonedMatrix.random(70, 90, random);
    PoisonedMatrix batch = PoisonedMatrix.random(90, 100, random);
    PoisonedMatrix all = PoisonedMatrix.poison(70, 100, random);
    multiply(Transpose.NO, Transpose.NO, 70, 100, 90, 1f, w, batch, 0f, all, workspace);
    float[] alone = new float[70];
    for (int j = 0; j < 100; j++) {
      Gemm.gemm(
          Transpose.NO,
          Transpose.NO,
          70,
          1,
          90,
          1f,
          w.array,
          w.offset,
          w.ld,
          batch.array,
          batch.offset + j * batch.ld,
          batch.ld,
          0f,
          alone,
          0,
          70,
          workspace);
      for (int i = 0; i < 70; i++) {
        assertThat(alone[i]).isEqualTo(all.get(i, j));
      }
    }
  }

  private static void multiply(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      PoisonedMatrix a,
      PoisonedMatrix b,
      float beta,
      PoisonedMatrix c,
      GemmWorkspace workspace) {
    Gemm.gemm(
        transA, transB, m, n, k, alpha, a.array, a.offset, a.ld, b.array, b.offset, b.ld, beta,
        c.array, c.offset, c.ld, workspace);
  }

  /** One product with random operands: A and B in poisoned surroundings, C random there too. */
  static final class Product {
    private final Transpose transA;
    private final Transpose transB;
    private final int m;
    private final int n;
    private final int k;
    private final PoisonedMatrix a;
    private final PoisonedMatrix b;
    private final PoisonedMatrix c;

    Product(Transpose transA, Transpose transB, int m, int n, int k, RandomGenerator random) {
      this.transA = transA;
      this.transB = transB;
      this.m = m;
      this.n = n;
      this.k = k;
      boolean plainA = transA == Transpose.NO;
      boolean plainB = transB == Transpose.NO;
      a = PoisonedMatrix.random(plainA ? m : k, plainA ? k : m, random);
      b = PoisonedMatrix.random(plainB ? k : n, plainB ? n : k, random);
      c = PoisonedMatrix.random(m, n, random);
    }

    Product(
        Transpose transA, Transpose transB, int m, int n, int k, int ld, RandomGenerator random) {
      this.transA = transA;
      this.transB = transB;
      this.m = m;
      this.n = n;
      this.k = k;
      boolean plainA = transA == Transpose.NO;
      boolean plainB = transB == Transpose.NO;
      a = PoisonedMatrix.random(plainA ? m : k, plainA ? k : m, ld, random);
      b = PoisonedMatrix.random(plainB ? k : n, plainB ? n : k, ld, random);
      c = PoisonedMatrix.random(m, n, ld, random);
    }

    /** Sets op(A)(outer, p) or op(B)(p, outer). */
    void setOperand(boolean inA, int outer, int p, float value) {
      boolean transposed = inA ? transA == Transpose.YES : transB == Transpose.NO;
      PoisonedMatrix operand = inA ? a : b;
      operand.set(transposed ? p : outer, transposed ? outer : p, value);
    }

    PoisonedMatrix run(float alpha, float beta, GemmWorkspace workspace) {
      PoisonedMatrix result = c.copy();
      multiply(transA, transB, m, n, k, alpha, a, b, beta, result, workspace);
      return result;
    }

    void check(float alpha, float beta, GemmWorkspace workspace) {
      PoisonedMatrix aBefore = a.copy();
      PoisonedMatrix bBefore = b.copy();
      PoisonedMatrix actual = run(alpha, beta, workspace);
      PoisonedMatrix expected = c.copy();
      ScalarGemm.multiply(
          transA == Transpose.YES,
          transB == Transpose.YES,
          m,
          n,
          k,
          alpha,
          a.array,
          a.offset,
          a.ld,
          b.array,
          b.offset,
          b.ld,
          beta,
          expected.array,
          expected.offset,
          expected.ld);
      if (!actual.sameBits(expected)) {
        throw different("gemm", alpha, beta);
      }
      PoisonedMatrix plain = c.copy();
      PlainGemm.multiply(
          transA == Transpose.YES,
          transB == Transpose.YES,
          m,
          n,
          k,
          alpha,
          a.array,
          a.offset,
          a.ld,
          b.array,
          b.offset,
          b.ld,
          beta,
          plain.array,
          plain.offset,
          plain.ld,
          PLAIN);
      if (!plain.sameBits(expected)) {
        throw different("gemm in plain loops", alpha, beta);
      }
      if (alpha == 1f) {
        PackedMatrix packed = PackedMatrix.of(transA, m, k, a.array, a.offset, a.ld);
        PoisonedMatrix result = c.copy();
        packed.gemm(
            transB,
            n,
            b.array,
            b.offset,
            b.ld,
            beta,
            result.array,
            result.offset,
            result.ld,
            workspace);
        if (!result.sameBits(expected)) {
          throw different("gemm of a packed matrix", alpha, beta);
        }
      }
      if (!a.sameBits(aBefore) || !b.sameBits(bBefore)) {
        throw different("an operand after gemm", alpha, beta);
      }
    }

    private AssertionError different(String what, float alpha, float beta) {
      return new AssertionError(
          "%s differs from its definition: A%s %s, B%s %s, C %s, m=%d n=%d k=%d alpha=%s beta=%s"
              .formatted(what, transA, a, transB, b, c, m, n, k, alpha, beta));
    }
  }
}
