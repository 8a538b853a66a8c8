package io.github.lanewise.kernels.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Simd} has the vector kernels compute before anyone else may: small products in tiles
 * that edges cut, in all four transpositions, and an exponential, which must have the bits of their
 * scalar definitions.
 *
 * <p>It runs once and cold, so in the interpreter: it sees kernels that are wrong on this vector
 * width and JVMs whose Vector API does not work. What C2 makes of the kernels, the long test suite
 * checks.
 */
final class SelfCheck {

  /** What is checked. Tests put something wrong here. */
  interface Path {

    /** As {@link ScalarGemm#multiply}. */
    void multiply(
        boolean aTransposed,
        boolean bTransposed,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aOffset,
        int lda,
        float[] b,
        int bOffset,
        int ldb,
        float beta,
        float[] c,
        int cOffset,
        int ldc);

    /** {@code out := e^x}, as {@link ScalarMath#exp}. */
    void exp(int length, float[] x, float[] out);
  }

  /** A vector and a cut one. */
  private static final int ROWS = Lanes.LENGTH + 3;

  /**
   * Rows of A^T: fewer than a vector, which are turned round one by one. The first transposition of
   * a block in registers takes a cold JVM 10 ms, which is left to the test suite.
   */
  private static final int TRANSPOSED_ROWS = Lanes.LENGTH - 3;

  /** A product of n columns and k steps. */
  private record Case(
      boolean aTransposed, boolean bTransposed, int n, int k, float alpha, float beta) {}

  // More than half of their time is the first touch of each path. Another 16 rows would cost 3 ms.
  private static final Case[] CASES = {
    new Case(false, false, 1, 3, 1f, 0f), // one column
    new Case(true, false, 1, 3, 1f, 0f), // dot products
    new Case(false, true, 7, 1, 1f, 0f), // one step
    new Case(false, false, 7, 2, -0.7f, 1.3f), // a wide tile with an edge
    new Case(false, true, 7, 2, -0.7f, 1.3f),
    new Case(true, false, 7, 2, -0.7f, 1.3f),
    new Case(true, true, 7, 2, -0.7f, 1.3f)
  };

  /** Elements before each matrix and between its columns, which no kernel may touch. */
  private static final int GAP = 2;

  private final Path path;

  private SelfCheck(Path path) {
    this.path = path;
  }

  /** Checks the vector kernels; says what is wrong and what can be done, or null. */
  static @Nullable String failure() {
    return failure(new VectorPath());
  }

  static @Nullable String failure(Path path) {
    try {
      return new SelfCheck(path).firstFailure();
    } catch (RuntimeException | LinkageError | InternalError broken) {
      return differs("failed with " + broken);
    }
  }

  private @Nullable String firstFailure() {
    for (Case one : CASES) {
      String failure = product(one);
      if (failure != null) {
        return failure;
      }
    }
    return exponential();
  }

  private @Nullable String product(Case one) {
    boolean aTransposed = one.aTransposed;
    boolean bTransposed = one.bTransposed;
    int m = aTransposed ? TRANSPOSED_ROWS : ROWS;
    int n = one.n;
    int k = one.k;
    int lda = GAP + (aTransposed ? k : m);
    int ldb = GAP + (bTransposed ? n : k);
    int ldc = GAP + m;
    float[] a = numbers(GAP + lda * (aTransposed ? m : k));
    float[] b = numbers(GAP + ldb * (bTransposed ? k : n));
    float[] c = new float[GAP + ldc * n];
    Arrays.fill(c, one.beta == 0f ? Float.NaN : 5f); // a NaN that is read shows
    float[] expected = c.clone();
    ScalarGemm.multiply(
        aTransposed,
        bTransposed,
        m,
        n,
        k,
        one.alpha,
        a,
        GAP,
        lda,
        b,
        GAP,
        ldb,
        one.beta,
        expected,
        GAP,
        ldc);
    path.multiply(
        aTransposed,
        bTransposed,
        m,
        n,
        k,
        one.alpha,
        a,
        GAP,
        lda,
        b,
        GAP,
        ldb,
        one.beta,
        c,
        GAP,
        ldc);
    int element = Arrays.mismatch(expected, c);
    if (element < 0) {
      return null;
    }
    String transposes = (aTransposed ? "T" : "N") + (bTransposed ? "T" : "N");
    return differs(
        gives(expected[element], c[element])
            + " in a "
            + transposes
            + " product of "
            + m
            + "x"
            + n
            + "x"
            + k);
  }

  private @Nullable String exponential() {
    float[] x = numbers(ROWS);
    for (int i = 0; i < x.length; i++) {
      x[i] *= 20f; // e^-100 is subnormal, e^100 infinite
    }
    float[] expected = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      expected[i] = ScalarMath.exp(x[i]);
    }
    float[] out = new float[x.length];
    path.exp(x.length, x, out);
    int element = Arrays.mismatch(expected, out);
    return element < 0
        ? null
        : differs(gives(expected[element], out[element]) + " for exp(" + x[element] + ")");
  }

  private static String gives(float expected, float actual) {
    return "gave " + actual + " instead of " + expected;
  }

  private static String differs(String how) {
    return "the self-check of the vector kernels "
        + how
        + ": please report it with the output of java -version"
        + Simd.REMEDIES;
  }

  /** Sevenths in [-5, 5], whose products are inexact: a chain in another order shows. */
  private static float[] numbers(int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (i * 31 % 71 - 35) / 7f;
    }
    return numbers;
  }

  @Elementwise
  static float exp(float x) {
    return ScalarMath.exp(x);
  }

  /** The kernels themselves, past the public methods, which ask {@link Simd}. */
  private static final class VectorPath implements Path {

    private final PackingBuffers buffers = new PackingBuffers(BlockSizes.fit(ROWS, 7, 3));

    @Override
    public void multiply(
        boolean aTransposed,
        boolean bTransposed,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aOffset,
        int lda,
        float[] b,
        int bOffset,
        int ldb,
        float beta,
        float[] c,
        int cOffset,
        int ldc) {
      GemmDriver.multiply(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc,
          buffers);
    }

    @Override
    public void exp(int length, float[] x, float[] out) {
      SelfCheckLoops.exp(length, x, 0, out, 0);
    }
  }
}
