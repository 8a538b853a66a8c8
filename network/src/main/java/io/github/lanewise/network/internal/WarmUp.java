package io.github.lanewise.network.internal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a call until the JIT has compiled it for the sizes of a batch: until it neither
 * allocates, as the Vector API does in all but C2's code, nor gets any faster.
 */
public final class WarmUp {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Without a gain for so long nothing more is expected of the JIT. */
  private static final long QUIET_NANOS = 200_000_000L;

  /** The same where the JVM does not count bytes: C2 may take as long before a round is faster. */
  private static final long UNCOUNTED_QUIET_NANOS = 2_000_000_000L;

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
   * most or until the thread is interrupted, and however long the last call takes. What a call
   * throws comes out.
   */
  public static void run(IntConsumer call, int... batches) {
    if (Thread.currentThread().isVirtual()) {
      runOnPlatformThread(() -> rounds(call, batches));
    } else {
      rounds(call, batches);
    }
  }

  /** The JVM counts no bytes of virtual threads, and seconds of work would keep their carrier. */
  private static void runOnPlatformThread(Runnable rounds) {
    var task = new FutureTask<@Nullable Void>(rounds, null);
    Thread thread = Thread.ofPlatform().daemon().name("lanewise-warm-up").start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException _) {
          interrupted = true;
          thread.interrupt();
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case null, default -> throw new AssertionError(e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void rounds(IntConsumer call, int... batches) {
    List<WarmUp> sizes = IntStream.of(batches).mapToObj(batch -> new WarmUp(call, batch)).toList();
    long quiet = countsBytes() ? QUIET_NANOS : UNCOUNTED_QUIET_NANOS;
    long start = System.nanoTime();
    long lastGain = start;
    long now = start;
    while (!sizes.isEmpty() && now - lastGain < quiet) {
      for (WarmUp size : sizes) {
        if (now - start >= LIMIT_NANOS || Thread.currentThread().isInterrupted()) {
          return;
        }
        boolean gains = size.gains();
        now = System.nanoTime();
        if (gains) {
          lastGain = now;
        }
      }
    }
  }

  private boolean gains() {
    long before = bytes();
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      call.accept(batch);
    }
    long nanos = System.nanoTime() - start;
    boolean gained = bytes() != before || nanos < GAIN * best;
    best = Math.min(best, nanos);
    return gained;
  }

  /** The bytes that this thread has allocated so far; 0 where the JVM does not count them. */
  private static long bytes() {
    return countsBytes() ? THREADS.getCurrentThreadAllocatedBytes() : 0;
  }

  private static boolean countsBytes() {
    return THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled();
  }
}
