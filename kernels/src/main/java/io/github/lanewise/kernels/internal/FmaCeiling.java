package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Measures the rate of fused multiply-adds that one thread of this machine reaches when nothing is
 * loaded or stored: the ceiling that a matrix product's GFLOP/s are a percentage of. The clock
 * varies from minute to minute, so it is measured beside each figure.
 */
public final class FmaCeiling {

  private static final int ACCUMULATORS = 12; // two FMAs a cycle of latency 4 need 8
  private static final int ITERATIONS = 200_000;

  private FmaCeiling() {}

  /** The best of {@code rounds} rounds of about 2 ms, in GFLOP/s; a multiply-add counts as two. */
  public static double measureGflops(int rounds) {
    double best = 0;
    float[] sink = new float[Lanes.LENGTH];
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      multiplyAdd(ITERATIONS, sink);
      long nanos = System.nanoTime() - start;
      best = Math.max(best, 2.0 * ACCUMULATORS * Lanes.LENGTH * ITERATIONS / nanos);
    }
    return best;
  }

  private static void multiplyAdd(int iterations, float[] sink) {
    VectorSpecies<Float> species = Lanes.SPECIES;
    FloatVector x = FloatVector.broadcast(species, 0.999f);
    FloatVector y = FloatVector.broadcast(species, 0.001f);
    FloatVector acc0 = FloatVector.fromArray(species, sink, 0);
    FloatVector acc1 = acc0.add(y);
    FloatVector acc2 = acc1.add(y);
    FloatVector acc3 = acc2.add(y);
    FloatVector acc4 = acc3.add(y);
    FloatVector acc5 = acc4.add(y);
    FloatVector acc6 = acc5.add(y);
    FloatVector acc7 = acc6.add(y);
    FloatVector acc8 = acc7.add(y);
    FloatVector acc9 = acc8.add(y);
    FloatVector acc10 = acc9.add(y);
    FloatVector acc11 = acc10.add(y);
    for (int i = 0; i < iterations; i++) {
      acc0 = acc0.fma(x, y);
      acc1 = acc1.fma(x, y);
      acc2 = acc2.fma(x, y);
      acc3 = acc3.fma(x, y);
      acc4 = acc4.fma(x, y);
      acc5 = acc5.fma(x, y);
      acc6 = acc6.fma(x, y);
      acc7 = acc7.fma(x, y);
      acc8 = acc8.fma(x, y);
      acc9 = acc9.fma(x, y);
      acc10 = acc10.fma(x, y);
      acc11 = acc11.fma(x, y);
    }
    FloatVector sum0 = acc0.add(acc1).add(acc2).add(acc3);
    FloatVector sum1 = acc4.add(acc5).add(acc6).add(acc7);
    FloatVector sum2 = acc8.add(acc9).add(acc10).add(acc11);
    sum0.add(sum1).add(sum2).intoArray(sink, 0);
  }
}
