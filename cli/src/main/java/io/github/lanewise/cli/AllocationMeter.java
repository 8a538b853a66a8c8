package io.github.lanewise.cli;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Counts the bytes that this thread and the worker threads it started have allocated. */
final class AllocationMeter {
  private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
  private final Set<Long> before = ids(threads);
  private long[] workers = new long[0];

  private static Set<Long> ids(ThreadMXBean threads) {
    return LongStream.of(threads.getAllThreadIds()).boxed().collect(Collectors.toUnmodifiableSet());
  }

  /** Takes the threads that have started since this meter was made for the workers. */
  void findWorkers() {
    workers = Arrays.stream(threads.getAllThreadIds()).filter(id -> !before.contains(id)).toArray();
  }

  /** Bytes allocated until now; counting allocates nothing itself. */
  long bytes() {
    long bytes = threads.getCurrentThreadAllocatedBytes();
    for (long worker : workers) {
      bytes += threads.getThreadAllocatedBytes(worker);
    }
    return bytes;
  }
}
