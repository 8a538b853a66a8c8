package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void leavesOutWhatWasHeldUp() {
    for (int call = 1; call <= 1000; call++) {
      boolean heldUp = call > 990;
      latencies.record(heldUp ? 50_000 : call, heldUp);
    }
    assertThat(latencies.shareHeldUp()).isEqualTo(0.01);
    assertThat(latencies.all().getValueAtPercentile(99.9)).isBetween(49_950L, 50_050L);
    assertThat(latencies.outsideHiccups().getTotalCount()).isEqualTo(990);
    assertThat(latencies.outsideHiccups().getValueAtPercentile(99.9)).isEqualTo(990);
    assertThat(latencies.all().getTotalCount()).isEqualTo(1000);
  }

  @Test
  void keepsOthersThatTookAsLong() {
    latencies.record(7, true);
    latencies.record(7, false);
    assertThat(latencies.outsideHiccups().getCountAtValue(7)).isEqualTo(1);
  }

  @Test
  void forgetsBoth() {
    latencies.record(7, true);
    latencies.reset();
    latencies.record(9, false);
    assertThat(latencies.shareHeldUp()).isZero();
    assertThat(latencies.all().getTotalCount()).isEqualTo(1);
    assertThat(latencies.outsideHiccups().getMaxValue()).isEqualTo(9);
  }
}
