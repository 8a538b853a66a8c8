package io.github.lanewise.bench;

/**
 * Makes calls when they are due, whether or not the ones before have ended in time, and takes each
 * latency from then: a call that has waited for a late one counts its wait. Without that, a stall
 * would hide the calls that it holds up (coordinated omission).
 *
 * <p>It is a recorder of hiccups too. While it waits it does nothing but read the clock; where two
 * readings lie more than {@link #HICCUP_NANOS} apart, the machine or the JVM has stopped this very
 * thread. The calls that were due in between are marked, and the ones after them until it waits
 * again. Hiccups in the midst of a call look like a slow call and are not marked: at a load of 50%
 * about half of them.
 *
 * <p>A second thread that reads the clock beside this one would see the hiccups of another core,
 * and cause some on this one (docs/experiments.md, "hiccups").
 */
final class OpenLoop {

  /** Readings of the clock are 20 to 60 ns apart. */
  static final long HICCUP_NANOS = 1_000;

  private final Repeated call;
  private final Jvm jvm;

  OpenLoop(Repeated call, Jvm jvm) {
    this.call = call;
    this.jvm = jvm;
  }

  /** Makes the calls that are due within a time, the last of them perhaps after it. */
  void run(Arrivals arrivals, long nanos, Latencies latencies) {
    long start = jvm.nanoTime();
    long elapsed = 0;
    boolean heldUp = false;
    for (long due = arrivals.next(); due < nanos; due = arrivals.next()) {
      if (elapsed < due) { // else it goes on catching up
        long before;
        do {
          before = elapsed;
          elapsed = jvm.nanoTime() - start;
        } while (elapsed < due);
        heldUp = elapsed - before > HICCUP_NANOS;
      }
      call.run(1);
      elapsed = jvm.nanoTime() - start;
      latencies.record(elapsed - due, heldUp);
    }
  }
}
