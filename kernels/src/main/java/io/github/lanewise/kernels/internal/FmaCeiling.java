package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures how fast one core multiplies and adds where nothing else stands in the way: 12 chains of
 * fused multiply-adds in registers. Speeds of kernels are quoted as a share of it, because it moves
 * with the clock of the machine.
 */
public final class FmaCeiling {
  // 12 chains hide a latency of 4 at 2 per cycle, and with two operands fit 16 registers.
  private static final int CHAINS = 12;
  // Short calls at first, so that the interpreter, at 300 ns per vector operation, never gets a
  // long one; then until a call is long against nanoTime, and still short against a time slice.
  private static final int FIRST_ITERATIONS = 32;
  private static final long CALL_NANOS = 10_000;
  private static final long ROUND_NANOS = 2_000_000;
  // acc = acc * FACTOR + TERM tends to 1, so no number of iterations overflows or goes subnormal.
  private static final float FACTOR = 0.75f;
  private static final float TERM = 0.25f;

  /** GFLOP/s that neither loop stays below once it is compiled, and both do before. */
  private static final double COMPILED = 4;

  private FmaCeiling() {}

  /**
   * Returns the best speed seen on this thread, in GFLOP/s, a fused multiply-add counting as two;
   * with scalar operations where this JVM has no fast vector ones.
   *
   * @param rounds how long to measure, in rounds of 2 ms; the first 50 or so are the compiler's,
   *     more where it is busy
   */
  public static double measureGflops(int rounds) {
    long nanos = rounds * ROUND_NANOS;
    boolean vector = Simd.vector() || Simd.couldRunVectors();
    float[] sink = new float[vector ? Vectors.lanes() : 1];
    int iterations = FIRST_ITERATIONS;
    double best = 0;
    long start = System.nanoTime();
    long before = start;
    while (before - start < nanos || best == 0) { // a round may pass while others have the core
      if (vector) {
        Vectors.run(iterations, sink);
      } else {
        runScalar(iterations, sink);
      }
      long after = System.nanoTime();
      if (after - before < CALL_NANOS) {
        iterations *= 2;
      } else {
        best = Math.max(best, 2.0 * CHAINS * iterations * sink.length / (after - before));
      }
      before = after;
    }
    return best;
  }

  /** Whether a speed is that of the compiled loop, in GFLOP/s, rather than the interpreter's. */
  public static boolean isCompiled(double gflops) {
    return gflops > COMPILED;
  }

  /** Writes the sum of the chains, chain c starting at c, after {@code iterations}. */
  static void runScalar(int iterations, float[] sink) {
    float acc0 = 0;
    float acc1 = 1;
    float acc2 = 2;
    float acc3 = 3;
    float acc4 = 4;
    float acc5 = 5;
    float acc6 = 6;
    float acc7 = 7;
    float acc8 = 8;
    float acc9 = 9;
    float acc10 = 10;
    float acc11 = 11;
    for (int i = 0; i < iterations; i++) {
      acc0 = Math.fma(acc0, FACTOR, TERM);
      acc1 = Math.fma(acc1, FACTOR, TERM);
      acc2 = Math.fma(acc2, FACTOR, TERM);
      acc3 = Math.fma(acc3, FACTOR, TERM);
      acc4 = Math.fma(acc4, FACTOR, TERM);
      acc5 = Math.fma(acc5, FACTOR, TERM);
      acc6 = Math.fma(acc6, FACTOR, TERM);
      acc7 = Math.fma(acc7, FACTOR, TERM);
      acc8 = Math.fma(acc8, FACTOR, TERM);
      acc9 = Math.fma(acc9, FACTOR, TERM);
      acc10 = Math.fma(acc10, FACTOR, TERM);
      acc11 = Math.fma(acc11, FACTOR, TERM);
    }
    sink[0] = acc0 + acc1 + acc2 + acc3 + acc4 + acc5 + acc6 + acc7 + acc8 + acc9 + acc10 + acc11;
  }

  /** Apart, so that the Vector API is loaded only where it is there. */
  static final class Vectors {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private Vectors() {}

    static int lanes() {
      return SPECIES.length();
    }

    /**
     * As {@link #runScalar}, in every lane. The names for the partial sums make it longer than the
     * 325 bytes of bytecode that C2 inlines: inlined, the loop runs at half the speed (136 instead
     * of 272 GFLOP/s on a Zen 5).
     */
    static void run(int iterations, float[] sink) {
      FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
      FloatVector term = FloatVector.broadcast(SPECIES, TERM);
      FloatVector acc0 = FloatVector.broadcast(SPECIES, 0f);
      FloatVector acc1 = FloatVector.broadcast(SPECIES, 1f);
      FloatVector acc2 = FloatVector.broadcast(SPECIES, 2f);
      FloatVector acc3 = FloatVector.broadcast(SPECIES, 3f);
      FloatVector acc4 = FloatVector.broadcast(SPECIES, 4f);
      FloatVector acc5 = FloatVector.broadcast(SPECIES, 5f);
      FloatVector acc6 = FloatVector.broadcast(SPECIES, 6f);
      FloatVector acc7 = FloatVector.broadcast(SPECIES, 7f);
      FloatVector acc8 = FloatVector.broadcast(SPECIES, 8f);
      FloatVector acc9 = FloatVector.broadcast(SPECIES, 9f);
      FloatVector acc10 = FloatVector.broadcast(SPECIES, 10f);
      FloatVector acc11 = FloatVector.broadcast(SPECIES, 11f);
      for (int i = 0; i < iterations; i++) {
        acc0 = acc0.fma(factor, term);
        acc1 = acc1.fma(factor, term);
        acc2 = acc2.fma(factor, term);
        acc3 = acc3.fma(factor, term);
        acc4 = acc4.fma(factor, term);
        acc5 = acc5.fma(factor, term);
        acc6 = acc6.fma(factor, term);
        acc7 = acc7.fma(factor, term);
        acc8 = acc8.fma(factor, term);
        acc9 = acc9.fma(factor, term);
        acc10 = acc10.fma(factor, term);
        acc11 = acc11.fma(factor, term);
      }
      FloatVector sum1 = acc0.add(acc1);
      FloatVector sum2 = sum1.add(acc2);
      FloatVector sum3 = sum2.add(acc3);
      FloatVector sum4 = sum3.add(acc4);
      FloatVector sum5 = sum4.add(acc5);
      FloatVector sum6 = sum5.add(acc6);
      FloatVector sum7 = sum6.add(acc7);
      FloatVector sum8 = sum7.add(acc8);
      FloatVector sum9 = sum8.add(acc9);
      FloatVector sum10 = sum9.add(acc10);
      FloatVector sum11 = sum10.add(acc11);
      sum11.intoArray(sink, 0);
    }
  }
}
