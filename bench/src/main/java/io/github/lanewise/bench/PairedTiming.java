package io.github.lanewise.bench;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * The rates of two sides that took turns. The comparison is the median of the ratios of the pairs,
 * not the ratio of the medians: what slows the machine down for a while slows both halves of a
 * pair.
 */
final class PairedTiming {

  private final double[] ratesOfA;
  private final double[] ratesOfB;
  private final double[] sortedRatios;

  private PairedTiming(double[] ratesOfA, double[] ratesOfB) {
    if (ratesOfA.length == 0 || ratesOfA.length != ratesOfB.length) {
      throw new IllegalArgumentException(
          "timing: rates must come in pairs, got %d and %d"
              .formatted(ratesOfA.length, ratesOfB.length));
    }
    this.ratesOfA = ratesOfA;
    this.ratesOfB = ratesOfB;
    sortedRatios = new double[ratesOfA.length];
    for (int pair = 0; pair < ratesOfA.length; pair++) {
      sortedRatios[pair] = ratesOfA[pair] / ratesOfB[pair];
    }
    Arrays.sort(sortedRatios);
  }

  /**
   * Pairs the rates, in work per nanosecond.
   *
   * @throws IllegalArgumentException if there are none, or not as many of one side as of the other
   */
  static PairedTiming of(double[] ratesOfA, double[] ratesOfB) {
    return new PairedTiming(ratesOfA.clone(), ratesOfB.clone());
  }

  /** The pairs of all runs together, as if measured in one. */
  static PairedTiming merge(List<PairedTiming> runs) {
    return new PairedTiming(
        runs.stream().flatMapToDouble(run -> Arrays.stream(run.ratesOfA)).toArray(),
        runs.stream().flatMapToDouble(run -> Arrays.stream(run.ratesOfB)).toArray());
  }

  int pairs() {
    return sortedRatios.length;
  }

  /** The median rate of A. */
  double rateOfA() {
    return median(ratesOfA);
  }

  /** The median rate of B. */
  double rateOfB() {
    return median(ratesOfB);
  }

  /** The median of A's rate over B's: above 1 when A is faster. */
  double ratio() {
    return quantile(sortedRatios, 0.5);
  }

  /** A quarter of the ratios are below it. */
  double lowerQuartile() {
    return quantile(sortedRatios, 0.25);
  }

  /** A quarter of the ratios are above it. */
  double upperQuartile() {
    return quantile(sortedRatios, 0.75);
  }

  /** All rates as {@code a1 b1 a2 b2 ...}, which {@link #parse} reads back exactly. */
  String format() {
    StringJoiner text = new StringJoiner(" ");
    for (int pair = 0; pair < ratesOfA.length; pair++) {
      text.add(Double.toString(ratesOfA[pair])).add(Double.toString(ratesOfB[pair]));
    }
    return text.toString();
  }

  /** Reads what {@link #format} wrote. */
  static PairedTiming parse(String text) {
    double[] rates = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double[] ratesOfA = new double[(rates.length + 1) / 2];
    double[] ratesOfB = new double[rates.length / 2];
    for (int i = 0; i < rates.length; i++) {
      (i % 2 == 0 ? ratesOfA : ratesOfB)[i / 2] = rates[i];
    }
    return new PairedTiming(ratesOfA, ratesOfB);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }

  /** Interpolates linearly between the two values around position {@code q (n - 1)}. */
  private static double quantile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
