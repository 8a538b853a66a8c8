package io.github.lanewise.bench;

import java.util.SplittableRandom;

/** When calls are due, in nanoseconds from a start: settled before the first of them is made. */
final class Arrivals {

  private final double meanGap;
  private final Gaps gaps;
  private final SplittableRandom random;
  private double due;

  /** How arrivals are spread over time. */
  enum Gaps {
    /** Independent of each other, as those of many users: gaps are distributed exponentially. */
    EXPONENTIAL,
    /** All gaps alike. */
    EQUAL
  }

  /**
   * Starts a schedule; its gaps depend on the seed, and scale with the rate.
   *
   * @throws IllegalArgumentException if the rate is not positive
   */
  Arrivals(Gaps gaps, double callsPerSecond, long seed) {
    if (!(callsPerSecond > 0)) {
      throw new IllegalArgumentException("arrivals: rate must be > 0, got rate=" + callsPerSecond);
    }
    this.gaps = gaps;
    meanGap = 1e9 / callsPerSecond;
    random = new SplittableRandom(seed);
  }

  /** When the next call is due. */
  long next() {
    due +=
        switch (gaps) {
          case EXPONENTIAL -> -Math.log(1 - random.nextDouble()) * meanGap;
          case EQUAL -> meanGap;
        };
    return (long) due;
  }
}
