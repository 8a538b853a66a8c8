package io.github.lanewise.bench;

import org.HdrHistogram.Histogram;

/**
 * Makes calls when they are due, whether or not the ones before have ended in time, and takes each
 * latency from then: a call that has waited for a late one counts its wait. Without that, a stall
 * would hide the calls that it holds up (coordinated omission).
 */
final class OpenLoop {

  /** A minute: latencies above it are recorded as if they were this long. */
  static final long HIGHEST_NANOS = 60_000_000_000L;

  private final Repeated call;
  private final Jvm jvm;

  OpenLoop(Repeated call, Jvm jvm) {
    this.call = call;
    this.jvm = jvm;
  }

  /** Makes the calls that are due within a time, the last of them perhaps after it. */
  void run(Arrivals arrivals, long nanos, Histogram latencies) {
    long start = jvm.nanoTime();
    long elapsed = 0;
    for (long due = arrivals.next(); due < nanos; due = arrivals.next()) {
      while (elapsed < due) {
        elapsed = jvm.nanoTime() - start;
      }
      call.run(1);
      elapsed = jvm.nanoTime() - start;
      latencies.recordValue(Math.min(elapsed - due, HIGHEST_NANOS));
    }
  }
}
