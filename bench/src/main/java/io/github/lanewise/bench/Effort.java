package io.github.lanewise.bench;

/**
 * How much is measured.
 *
 * @param pairs how often the two sides take turns
 * @param runNanos the shortest measurement, in nanoseconds
 * @param warmUpNanos how long each side runs without getting faster before it is measured, in
 *     nanoseconds of CPU time
 * @param largeCases whether the cases run that take seconds or hundreds of megabytes
 */
record Effort(int pairs, long runNanos, long warmUpNanos, boolean largeCases) {

  /** Fewer say too little about the spread. */
  static final int LEAST_PAIRS = 15;

  static final Effort FULL = new Effort(LEAST_PAIRS, 2_000_000, 300_000_000, true);

  /** The cases of a duel share their kernels, so that the first ones warm up for the others. */
  static final Effort DUEL = new Effort(25, 3_000_000, 200_000_000, true);

  /** For a look, not for figures. */
  static final Effort QUICK = new Effort(LEAST_PAIRS, 200_000, 100_000_000, false);

  /** Requires at least {@link #LEAST_PAIRS} pairs and positive times. */
  Effort {
    if (pairs < LEAST_PAIRS) {
      throw new IllegalArgumentException(
          "effort: pairs must be >= " + LEAST_PAIRS + ", got pairs=" + pairs);
    }
    if (runNanos <= 0 || warmUpNanos <= 0) {
      throw new IllegalArgumentException(
          "effort: times must be > 0, got runNanos=" + runNanos + ", warmUpNanos=" + warmUpNanos);
    }
  }
}
