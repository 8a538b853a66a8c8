package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WarmUpTest {
  private static volatile Object sink = "";

  private int shortCalls;
  private int longCalls;

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void repeatsACallForAsLongAsItAllocates() {
    WarmUp.run(() -> shortCalls++, () -> sink = ++longCalls < 100_000 ? new Object() : sink);
    assertThat(longCalls).isGreaterThanOrEqualTo(100_000);
    assertThat(shortCalls).isEqualTo(10 * longCalls);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void givesUpOnACallThatAlwaysAllocates() {
    long start = System.nanoTime();
    WarmUp.run(() -> shortCalls++, () -> sink = new Object());
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(10_000_000_000L);
  }
}
