package io.github.lanewise.bench;

import java.util.function.LongSupplier;

/**
 * A side that repeats a call in this JVM often enough to time, and divides the work by the time.
 */
final class TimedSide implements Side {

  private static final double HEADROOM = 1.2; // later runs may be faster than the calibrating one
  private static final int LARGEST_STEP = 10; // the first call's time says little about the rest

  private final double workPerCall;
  private final Repeated call;
  private final Effort effort;
  private final LongSupplier nanoClock;
  private int times = 1;

  TimedSide(double workPerCall, Repeated call, Effort effort) {
    this(workPerCall, call, effort, System::nanoTime);
  }

  TimedSide(double workPerCall, Repeated call, Effort effort, LongSupplier nanoClock) {
    this.workPerCall = workPerCall;
    this.call = call;
    this.effort = effort;
    this.nanoClock = nanoClock;
  }

  @Override
  public void prepare() {
    long start = nanoClock.getAsLong();
    long nanos;
    do {
      nanos = time();
      if (nanos < effort.runNanos()) {
        times = moreTimes(nanos);
      }
    } while (nanos < effort.runNanos() || nanoClock.getAsLong() - start < effort.warmUpNanos());
  }

  @Override
  public double measure() {
    return workPerCall * times / time();
  }

  /** The calls in one measurement. */
  int times() {
    return times;
  }

  private long time() {
    long start = nanoClock.getAsLong();
    call.run(times);
    return nanoClock.getAsLong() - start;
  }

  private int moreTimes(long nanos) {
    if (times == Integer.MAX_VALUE) {
      throw new IllegalStateException("pairing: the call does nothing that takes time");
    }
    double wanted = HEADROOM * times * effort.runNanos() / Math.max(1, nanos);
    double most = Math.min((double) LARGEST_STEP * times, Integer.MAX_VALUE);
    return (int) Math.clamp(Math.ceil(wanted), times + 1.0, most);
  }
}
