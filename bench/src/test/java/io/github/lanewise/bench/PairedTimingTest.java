package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairedTimingTest {

  @Test
  void comparesByTheMedianOfTheRatiosOfPairs() {
    // The machine is half as fast in the last two pairs; A is really 1.5 times as fast as B.
    PairedTiming timing =
        PairedTiming.of(new double[] {6, 6, 6, 3, 3}, new double[] {4, 4, 2, 2, 2});
    assertThat(timing.ratio()).isEqualTo(1.5);
    assertThat(timing.rateOfA()).isEqualTo(6);
    assertThat(timing.rateOfB()).isEqualTo(2);
    assertThat(timing.pairs()).isEqualTo(5);
  }

  @Test
  void interpolatesQuartilesBetweenTheRatiosAroundThem() {
    PairedTiming timing =
        PairedTiming.of(new double[] {4, 1, 3, 2}, new double[] {1, 1, 1, 1}); // sorted: 1 2 3 4
    assertThat(timing.lowerQuartile()).isEqualTo(1.75);
    assertThat(timing.ratio()).isEqualTo(2.5);
    assertThat(timing.upperQuartile()).isEqualTo(3.25);
  }

  @Test
  void saysTheSameThreeTimesOfASinglePair() {
    PairedTiming timing = PairedTiming.of(new double[] {6}, new double[] {4});
    assertThat(timing.lowerQuartile()).isEqualTo(1.5);
    assertThat(timing.ratio()).isEqualTo(1.5);
    assertThat(timing.upperQuartile()).isEqualTo(1.5);
  }

  @Test
  void mergesTheRatiosOfAllRuns() {
    PairedTiming merged =
        PairedTiming.merge(
            List.of(
                PairedTiming.of(new double[] {1, 2}, new double[] {1, 1}),
                PairedTiming.of(new double[] {9}, new double[] {3})));
    assertThat(merged.pairs()).isEqualTo(3);
    assertThat(merged.ratio()).isEqualTo(2); // of 1, 2, 3
    assertThat(merged.rateOfA()).isEqualTo(2); // of 1, 2, 9
    assertThat(merged.rateOfB()).isEqualTo(1); // of 1, 1, 3
  }

  @Test
  void readsBackExactlyWhatItFormats() {
    PairedTiming timing =
        PairedTiming.of(new double[] {1.0 / 3, 1e-300, 271.8}, new double[] {0.1, 7e22, 3});
    assertThat(timing.format()).startsWith("0.3333333333333333 0.1 1.0E-300 7.0E22");
    PairedTiming copy = PairedTiming.parse(timing.format());
    assertThat(copy.format()).isEqualTo(timing.format());
    assertThat(copy.ratio()).isEqualTo(timing.ratio());
  }

  @Test
  void isNotChangedThroughTheArraysItWasMadeFrom() {
    double[] ratesOfA = {2};
    PairedTiming timing = PairedTiming.of(ratesOfA, new double[] {1});
    ratesOfA[0] = 5;
    assertThat(timing.rateOfA()).isEqualTo(2);
  }

  @Test
  void rejectsRatesThatAreNotPaired() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTiming.of(new double[2], new double[1]))
        .withMessage("timing: rates must come in pairs, got 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTiming.parse("1.0 2.0 3.0"))
        .withMessage("timing: rates must come in pairs, got 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairedTiming.merge(List.of()))
        .withMessage("timing: rates must come in pairs, got 0 and 0");
  }
}
