package io.github.lanewise.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the bytes that the calling thread and chosen others allocate. Reading it allocates
 * nothing, so a stretch of code that allocates nothing reads as exactly 0.
 */
public final class AllocationMeter {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long[] threadIds;
  private final long[] before;

  private AllocationMeter(List<Thread> threads) {
    threadIds = new long[threads.size()];
    for (int i = 0; i < threadIds.length; i++) {
      threadIds[i] = threads.get(i).threadId();
    }
    before = new long[threadIds.length];
    start();
    bytes();
  }

  /** A meter of the calling thread. */
  public static AllocationMeter ofCaller() {
    return new AllocationMeter(List.of(Thread.currentThread()));
  }

  /**
   * A meter of the calling thread and of every live thread whose name begins with {@code prefix}.
   *
   * @throws AssertionError if there are not exactly {@code expected} of those
   */
  public static AllocationMeter ofCallerAnd(String prefix, int expected) {
    List<Thread> threads = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(prefix) && thread != Thread.currentThread()) {
        threads.add(thread);
      }
    }
    if (threads.size() != expected) {
      throw new AssertionError(
          "allocation meter: expected "
              + expected
              + " threads named "
              + prefix
              + "..., got "
              + threads);
    }
    threads.add(Thread.currentThread());
    return new AllocationMeter(threads);
  }

  /** Begins to count. */
  public void start() {
    for (int i = 0; i < threadIds.length; i++) {
      before[i] = THREADS.getThreadAllocatedBytes(threadIds[i]);
    }
  }

  /** The bytes that all the threads together have allocated since {@link #start}. */
  public long bytes() {
    long bytes = 0;
    for (int i = 0; i < threadIds.length; i++) {
      bytes += THREADS.getThreadAllocatedBytes(threadIds[i]) - before[i];
    }
    return bytes;
  }
}
