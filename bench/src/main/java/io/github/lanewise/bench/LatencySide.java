package io.github.lanewise.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;

/** One of those that take turns in a {@link LatencyDuel}, and what it has shown under a load. */
final class LatencySide implements Side {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  private final String name;
  private final OpenLoop loop;
  private final Side saturated;
  private final Latencies latencies = new Latencies();
  private double saturation;
  private long allocatedBytes;

  LatencySide(String name, Repeated call) {
    this.name = name;
    loop = new OpenLoop(call, Jvm.THIS);
    saturated = new TimedSide(NANOS_PER_SECOND, this::saturate, Effort.DUEL);
  }

  /** Makes calls of which one is due in each nanosecond: more than can be done. */
  private void saturate(int calls) {
    Arrivals arrivals = new Arrivals(Arrivals.Gaps.EQUAL, NANOS_PER_SECOND, 0);
    loop.run(arrivals, calls + 1L, latencies);
  }

  @Override
  public void prepare() {
    saturated.prepare();
  }

  /** Calls per second where one is always due, made and recorded as under any other load. */
  @Override
  public double measure() {
    return saturated.measure();
  }

  /** Sets the rate, in calls per second, that loads are percentages of. */
  void saturatesAt(double callsPerSecond) {
    saturation = callsPerSecond;
  }

  /** Forgets what has been recorded. */
  void reset() {
    latencies.reset();
    allocatedBytes = 0;
  }

  /** Records one turn under a load. */
  void run(int load, Arrivals.Gaps gaps, long seed, long nanos) {
    Arrivals arrivals = new Arrivals(gaps, callsPerSecond(load), seed);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    loop.run(arrivals, nanos, latencies);
    allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private double callsPerSecond(int load) {
    return load / 100.0 * saturation;
  }

  /**
   * The heads of the columns; latencies are in microseconds. "outside" is p99.9 without the calls
   * that hiccups held up, of which "left out" is the share in percent.
   */
  static String header() {
    return "%-4s  %-11s  %10s  %9s  %9s  %9s  %9s  %8s  %9s  %8s"
        .formatted(
            "load", "us", "calls/s", "p50", "p99", "p99.9", "outside", "left out", "max", "B/call");
  }

  /** What has been recorded under a load since the last reset. */
  String row(int load) {
    Histogram all = latencies.all();
    return "%3d%%  %-11s  %10.0f  %9.2f  %9.2f  %9.2f  %9.2f  %8.2f  %9.2f  %8.1f"
        .formatted(
            load,
            name,
            callsPerSecond(load),
            micros(all, 50),
            micros(all, 99),
            micros(all, 99.9),
            micros(latencies.outsideHiccups(), 99.9),
            100 * latencies.shareHeldUp(),
            micros(all, 100),
            (double) allocatedBytes / all.getTotalCount());
  }

  /** NaN where nothing has been recorded. */
  private static double micros(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? Double.NaN
        : histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
  }
}
