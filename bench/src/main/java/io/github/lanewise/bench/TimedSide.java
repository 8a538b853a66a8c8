package io.github.lanewise.bench;

/**
 * A side that repeats a call in this JVM often enough to time, and divides the work by the time.
 */
final class TimedSide implements Side {

  private static final double HEADROOM = 1.2; // later runs may be faster than the calibrating one
  private static final int LARGEST_STEP = 10; // the first call's time says little about the rest
  private static final double NOTABLY_FASTER = 1.05;

  /** How many times as long a call is warmed up that allocates. */
  private static final int PATIENCE = 5;

  private final double workPerCall;
  private final Repeated call;
  private final Effort effort;
  private final Jvm jvm;
  private int times = 1;

  TimedSide(double workPerCall, Repeated call, Effort effort) {
    this(workPerCall, call, effort, Jvm.THIS);
  }

  TimedSide(double workPerCall, Repeated call, Effort effort, Jvm jvm) {
    this.workPerCall = workPerCall;
    this.call = call;
    this.effort = effort;
    this.jvm = jvm;
  }

  /**
   * Repeats the call until a run is long enough, none has been notably faster than all before it
   * for the CPU time of the warm-up, and nothing is left to compile. A call that allocates gets
   * several times as long: its vector operations may be waiting for C2, a second in which nothing
   * gets faster.
   */
  @Override
  public void prepare() {
    double best = 0;
    long bestSince = jvm.cpuNanos();
    boolean settled = false;
    while (!settled) {
      long allocated = jvm.allocatedBytes();
      long nanos = time();
      boolean allocates = jvm.allocatedBytes() > allocated;
      double rate = (double) times / nanos;
      if (rate > NOTABLY_FASTER * best) {
        best = rate;
        bestSince = jvm.cpuNanos();
      }
      if (nanos < effort.runNanos()) {
        times = moreTimes(nanos);
      } else {
        long warmUp = effort.warmUpNanos() * (allocates ? PATIENCE : 1);
        settled = jvm.cpuNanos() - bestSince >= warmUp && !jvm.isCompiling();
      }
    }
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
    long start = jvm.nanoTime();
    call.run(times);
    return jvm.nanoTime() - start;
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
