package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmUpTest {
  private static volatile Object sink = "";

  private final int[] calls = new int[5];

  static List<Thread.Builder> threads() {
    return List.of(Thread.ofPlatform(), Thread.ofVirtual());
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void repeatsTheCallsForAsLongAsOneOfThemAllocates() {
    WarmUp.run(
        batch -> {
          calls[batch]++;
          if (batch == 4 && calls[batch] < 100_000) {
            sink = new Object();
          }
        },
        1,
        4,
        2);
    assertThat(calls[4]).isGreaterThanOrEqualTo(100_000);
    assertThat(calls[2]).isEqualTo(calls[4]);
    assertThat(calls[1]).isEqualTo(10 * calls[4]);
    assertThat(calls[3]).isZero();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void endsWithinARoundOfManySizes() {
    int[] batches = new int[100];
    Arrays.fill(batches, 2);
    long start = System.nanoTime();
    WarmUp.run(batch -> pause(), batches);
    // A round takes 100 s.
    assertThat(System.nanoTime() - start).isBetween(10_000_000_000L, 30_000_000_000L);
  }

  private static void pause() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void makesNoCallForNoSize() {
    WarmUp.run(batch -> calls[batch]++);
    assertThat(calls).containsOnly(0);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void givesUpOnACallThatAlwaysAllocates() {
    long start = System.nanoTime();
    WarmUp.run(batch -> sink = new Object(), 1, 2);
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(10_000_000_000L);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void goesOnForAsLongAsACallAllocatesOnAVirtualThread() throws Exception {
    long start = System.nanoTime();
    IntConsumer call =
        batch -> {
          if (System.nanoTime() - start < 700_000_000L) {
            sink = new Object();
          }
        };
    on(Thread.ofVirtual(), () -> interruptedAfter(call, 2));
    assertThat(System.nanoTime() - start).isBetween(700_000_000L, 10_000_000_000L);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void waitsLongerForAGainWhereBytesAreNotCounted() {
    ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long start = System.nanoTime();
    meter.setThreadAllocatedMemoryEnabled(false);
    try {
      WarmUp.run(batch -> sink = new Object(), 2);
    } finally {
      meter.setThreadAllocatedMemoryEnabled(true);
    }
    assertThat(System.nanoTime() - start).isBetween(1_000_000_000L, 10_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("threads")
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void endsWhereItsThreadIsInterruptedAndKeepsTheFlag(Thread.Builder threads) throws Exception {
    long start = System.nanoTime();
    AtomicReference<Thread> caller = new AtomicReference<>();
    IntConsumer call =
        batch -> {
          sink = new Object();
          if (++calls[batch] == 3) {
            caller.get().interrupt();
          }
        };
    boolean interrupted =
        on(
            threads,
            () -> {
              caller.set(Thread.currentThread());
              return interruptedAfter(call, 2);
            });
    assertThat(interrupted).isTrue();
    assertThat(calls[2]).isGreaterThanOrEqualTo(3);
    assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
  }

  @ParameterizedTest
  @MethodSource("threads")
  void throwsWhatACallThrows(Thread.Builder threads) {
    var exception = new IllegalStateException("taken");
    var error = new StackOverflowError();
    IntConsumer call =
        batch -> {
          if (batch == 1) {
            throw exception;
          }
          throw error;
        };
    assertThatThrownBy(() -> on(threads, () -> interruptedAfter(call, 1))).hasCause(exception);
    assertThatThrownBy(() -> on(threads, () -> interruptedAfter(call, 2))).hasCause(error);
  }

  /** Warms up and says whether the thread is interrupted then. */
  private static boolean interruptedAfter(IntConsumer call, int batch) {
    WarmUp.run(call, batch);
    return Thread.interrupted();
  }

  /** What comes of the work on a new thread; what it throws is the cause of what this throws. */
  private static <T> T on(Thread.Builder threads, Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    threads.start(task);
    return task.get();
  }
}
