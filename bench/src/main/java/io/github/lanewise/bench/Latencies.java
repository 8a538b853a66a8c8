package io.github.lanewise.bench;

import org.HdrHistogram.Histogram;

/**
 * What calls have taken, in nanoseconds, three significant digits of it; and apart from that, what
 * those of them have taken that a hiccup of the machine held up.
 */
final class Latencies {

  /** A minute: latencies above it are recorded as if they were this long. */
  static final long HIGHEST_NANOS = 60_000_000_000L;

  private static final int SIGNIFICANT_DIGITS = 3;

  private final Histogram all = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
  private final Histogram heldUp = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);

  /** Records a call; allocates nothing. */
  void record(long nanos, boolean heldUpByHiccup) {
    long recorded = Math.min(nanos, HIGHEST_NANOS);
    all.recordValue(recorded);
    if (heldUpByHiccup) {
      heldUp.recordValue(recorded);
    }
  }

  /** Forgets what has been recorded. */
  void reset() {
    all.reset();
    heldUp.reset();
  }

  /** All calls. */
  Histogram all() {
    return all;
  }

  /** The calls that no hiccup is known to have held up: a new histogram. */
  Histogram outsideHiccups() {
    Histogram outside = all.copy();
    outside.subtract(heldUp);
    return outside;
  }

  /** How many of all calls were held up, 0 to 1; NaN if there were none. */
  double shareHeldUp() {
    return (double) heldUp.getTotalCount() / all.getTotalCount();
  }
}
