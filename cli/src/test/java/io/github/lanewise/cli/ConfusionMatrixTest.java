package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void countsByTruthAndPrediction() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("cat", "dog"));
    confusion.add(0, 0);
    confusion.add(0, 1);
    confusion.add(1, 1);
    confusion.add(1, 1);
    assertThat(confusion.accuracy()).isEqualTo(0.75);
    assertThat(confusion.lines())
        .containsExactly(
            "     cat dog", //
            " cat   1   1",
            " dog   .   2");
  }

  @Test
  void widensColumnsForNamesAndCounts() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("a", "something long indeed"));
    for (int i = 0; i < 12_345; i++) {
      confusion.add(0, 0);
    }
    assertThat(confusion.lines())
        .containsExactly(
            "                         a something l~",
            "            a        12345            .",
            " something l~            .            .");
  }

  @Test
  void countsAPredictionOfNoClassAsWrong() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("a", "b"));
    confusion.add(0, 0);
    confusion.add(1, -1);
    assertThat(confusion.accuracy()).isEqualTo(0.5);
  }
}
