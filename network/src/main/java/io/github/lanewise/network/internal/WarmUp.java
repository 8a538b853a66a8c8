package io.github.lanewise.network.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Repeats a call until the JIT has compiled it for the sizes of a batch: until it neither
 * allocates, as the Vector API does in all but C2's code, nor gets any faster.
 */
public final class WarmUp {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Without a gain for so long nothing more is expected of the JIT. */
  private static final long QUIET_NANOS = 200_000_000L;

  private static final long LIMIT_NANOS = 10_000_000_000L;

  /** A faster round counts as a gain from here on; noise does not. */
  private static final double GAIN = 0.95;

  /** C2 wants a method called 5,000 times, or 600 times if it is one that loops. */
  private static final int SHORT_CALLS = 10;

  private final IntConsumer call;
  private final int batch;
  private final int times;
  private long best = Long.MAX_VALUE;

  private WarmUp(IntConsumer call, int batch) {
    this.call = call;
    this.batch = batch;
    this.times = batch == 1 ? SHORT_CALLS : 1;
  }

  /**
   * Runs a call with each size of a batch in turn, with a single sample more often; for 10 s at
   * most, and however long the last call takes.
   */
  public static void run(IntConsumer call, int... batches) {
    List<WarmUp> sizes = IntStream.of(batches).mapToObj(batch -> new WarmUp(call, batch)).toList();
    long start = System.nanoTime();
    long lastGain = start;
    long now = start;
    while (!sizes.isEmpty() && now - lastGain < QUIET_NANOS) {
      for (WarmUp size : sizes) {
        boolean gains = size.gains();
        now = System.nanoTime();
        if (gains) {
          lastGain = now;
        }
        if (now - start >= LIMIT_NANOS) {
          return;
        }
      }
    }
  }

  private boolean gains() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      call.accept(batch);
    }
    long nanos = System.nanoTime() - start;
    boolean gained = THREADS.getCurrentThreadAllocatedBytes() != before || nanos < GAIN * best;
    best = Math.min(best, nanos);
    return gained;
  }
}
