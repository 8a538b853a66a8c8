package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WarmUpTest {
  private static volatile Object sink = "";

  private final int[] calls = new int[5];

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
}
