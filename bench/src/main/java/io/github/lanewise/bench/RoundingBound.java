package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;
import java.util.Optional;

/**
 * Tells a wrong product from a rounded one. A sum of k products in any order, with or without fused
 * multiply-adds, is within {@code gamma_k (|A| |B|)_ij} of the exact one, {@code gamma_k = k u / (1
 * - k u)} (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.5); two
 * computed ones are within twice that of each other. {@code (|A| |B|)_ij} is bounded by the
 * Euclidean norms of row i and column j, which no multiplication under test has to compute.
 */
final class RoundingBound {

  private static final double UNIT_ROUNDOFF = 0x1p-24;

  private final int m;
  private final double twoGamma;
  private final double[] rowNorms;
  private final double[] columnNorms;

  RoundingBound(GemmProblem problem, float[] a, float[] b) {
    m = problem.m();
    double ku = problem.k() * UNIT_ROUNDOFF;
    twoGamma = 2 * ku / (1 - ku);
    boolean plainA = problem.transposes().a() == Transpose.NO;
    boolean plainB = problem.transposes().b() == Transpose.NO;
    rowNorms = norms(a, problem.lda(), problem.k(), m, !plainA);
    columnNorms = norms(b, problem.ldb(), problem.k(), problem.n(), plainB);
  }

  /** The norms of {@code count} vectors of length k, each a column or a row as stored. */
  private static double[] norms(float[] x, int ld, int k, int count, boolean columns) {
    double[] norms = new double[count];
    for (int v = 0; v < count; v++) {
      double sum = 0;
      for (int p = 0; p < k; p++) {
        double value = columns ? x[v * ld + p] : x[p * ld + v];
        sum += value * value;
      }
      norms[v] = Math.sqrt(sum);
    }
    return norms;
  }

  /** Says where two products differ by more than rounding explains, if they do. */
  Optional<String> violation(float[] ours, float[] theirs) {
    for (int index = 0; index < rowNorms.length * columnNorms.length; index++) {
      int i = index % m;
      int j = index / m;
      double apart = Math.abs((double) ours[index] - theirs[index]);
      double bound = twoGamma * rowNorms[i] * columnNorms[j];
      if (!(apart <= bound)) { // NaN too
        return Optional.of(
            "C[%d, %d] is %s in Lanewise and %s in the peer, where rounding explains %.1e"
                .formatted(i, j, ours[index], theirs[index], bound));
      }
    }
    return Optional.empty();
  }
}
