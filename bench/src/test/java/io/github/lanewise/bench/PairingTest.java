package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class PairingTest {

  private final List<String> events = new ArrayList<>();

  @Test
  void warmsBothUpAndThenLetsThemTakeTurns() {
    PairedTiming timing = Pairing.compare(side("a", () -> 3), side("b", () -> 2), 3);
    assertThat(events)
        .containsExactly(
            "prepare a",
            "prepare b",
            "measure a",
            "measure b",
            "measure a",
            "measure b",
            "measure a",
            "measure b");
    assertThat(timing.ratio()).isEqualTo(1.5);
  }

  @Test
  void letsAnyNumberOfSidesTakeTurns() {
    double[][] rates =
        Pairing.inTurn(2, side("a", () -> 3), side("b", () -> 2), side("c", () -> 1));
    assertThat(events.subList(3, events.size()))
        .containsExactly(
            "measure a", "measure b", "measure c", "measure a", "measure b", "measure c");
    assertThat(rates).isDeepEqualTo(new double[][] {{3, 3}, {2, 2}, {1, 1}});
  }

  @Test
  void findsTheRatioOnAMachineWhoseSpeedChangesBetweenPairs() {
    double[] speed = {1};
    Side a = side("a", () -> 8 * speed[0]);
    Side b =
        side(
            "b",
            () -> {
              double rate = 4 * speed[0];
              speed[0] *= 0.5;
              return rate;
            });
    PairedTiming timing = Pairing.compare(a, b, 15);
    assertThat(timing.pairs()).isEqualTo(15);
    assertThat(timing.lowerQuartile()).isEqualTo(2);
    assertThat(timing.ratio()).isEqualTo(2);
    assertThat(timing.upperQuartile()).isEqualTo(2);
  }

  @Test
  void isNotMovedByAFewDisturbedRuns() {
    int[] run = {0};
    Side disturbed = side("a", () -> run[0]++ % 3 == 0 ? 0.01 : 5);
    assertThat(Pairing.compare(disturbed, side("b", () -> 2), 15).ratio()).isEqualTo(2.5);
  }

  @Test
  void closesBothSidesOfACaseWhenOneFails() {
    Case failing =
        new Case(
            "failing",
            () ->
                new Case.Sides(
                    side("a", () -> 1),
                    side(
                        "b",
                        () -> {
                          throw new IllegalStateException("broken");
                        })));
    try {
      failing.run(15);
    } catch (IllegalStateException e) {
      events.add(e.getMessage());
    }
    assertThat(events).endsWith("measure a", "measure b", "close b", "close a", "broken");
    assertThat(Collections.frequency(events, "close a")).isEqualTo(1);
  }

  private Side side(String name, DoubleSupplier rate) {
    return new Side() {
      @Override
      public void prepare() {
        events.add("prepare " + name);
      }

      @Override
      public double measure() {
        events.add("measure " + name);
        return rate.getAsDouble();
      }

      @Override
      public void close() {
        events.add("close " + name);
      }
    };
  }
}
