package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
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
            "confusion on the test part: a row per true class, a column per predicted class",
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
            "confusion on the test part: a row per true class, a column per predicted class",
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

  @Test
  void tellsTheMostFrequentConfusionsOfManyClasses() {
    ConfusionMatrix confusion =
        new ConfusionMatrix(IntStream.range(0, 31).mapToObj(c -> "c" + c).toList());
    confusion.add(3, 3);
    confusion.add(7, 30);
    confusion.add(4, 5);
    confusion.add(7, 30);
    assertThat(confusion.lines())
        .containsExactly(
            "most frequent confusions on the test part: samples, true class, predicted class",
            "     2            c7           c30",
            "     1            c4            c5");
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("a\u001b[2J", "b\nc\u009b2J"));
    confusion.add(0, 1);
    assertThat(String.join("", confusion.lines()))
        .contains("a?[2J", "b c?2J")
        .doesNotContain("\u001b");
  }
}
