package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainDuelTest {

  @ParameterizedTest
  @ValueSource(strings = {"32-64-64-2 b8 sgd", "64-128-64-10 b8 adam"})
  void acceptsAPeerWithTheSameLosses(String name) {
    assertThat(disagreement(name, 0, 0)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1.2e-4", "20, 1.2e-4", "20, -1.2e-4", "2, NaN"})
  void refusesAPeerWithAnotherLossInOneOfTheFirst20Steps(int step, float error) {
    assertThat(disagreement("32-64-64-2 b8 adam", step, error))
        .hasValueSatisfying(problem ->
            assertThat(problem)
                .startsWith("the loss of step " + step + " is ")
                .endsWith("in the peer, more than 1e-04 apart"));
  }

  @Test
  void letsLossesDifferByRounding() {
    assertThat(disagreement("32-64-64-2 b8 adam", 20, 0.8e-4f)).isEmpty();
  }

  @Test
  void looksAtTheFirst20StepsOnly() {
    assertThat(disagreement("32-64-64-2 b8 adam", 21, 1)).isEmpty();
  }

  private static Optional<String> disagreement(String name, int wrongStep, float error) {
    TrainDuel duel =
        new TrainDuel(new LanewiseTrain(1), new FakeTrainers.Library(1, wrongStep, error));
    try (Match match = duel.match(name)) {
      return match.disagreement();
    }
  }
}
