package io.github.lanewise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The meter sees the smallest object, on every thread it watches, and nothing where nothing is. */
class AllocationMeterTest {

  /** Where allocated objects go, so that no compiler can do without them. */
  static Object sink = "";

  @Test
  void readsZeroWhereNothingIsAllocated() {
    AllocationMeter meter = AllocationMeter.ofCaller();
    meter.start();
    assertThat(meter.bytes()).isZero();
  }

  @Test
  void seesSixteenBytes() {
    AllocationMeter meter = AllocationMeter.ofCaller();
    sink = new Object();
    meter.start();
    sink = new Object();
    assertThat(meter.bytes()).isEqualTo(16);
  }

  @Test
  void seesTheOtherThreadsItWatches() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread worker =
        new Thread(
            () -> {
              await(go);
              sink = new byte[100_000];
              done.countDown();
              await(end);
            },
            "metered-1");
    worker.start();
    AllocationMeter meter = AllocationMeter.ofCallerAnd("metered-", 1);
    meter.start();
    go.countDown();
    done.await();
    assertThat(meter.bytes()).isGreaterThanOrEqualTo(100_000);
    end.countDown();
    worker.join();
  }

  @Test
  void failsWhereTheThreadsAreNotThere() {
    assertThatThrownBy(() -> AllocationMeter.ofCallerAnd("no-such-thread-", 2))
        .isInstanceOf(AssertionError.class)
        .hasMessage("allocation meter: expected 2 threads named no-such-thread-..., got []");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
