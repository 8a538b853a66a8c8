package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.ForkFigures.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForkFiguresTest {

  @Test
  void printsTheSpreadOfTheForks() {
    assertThat(ForkFigures.row("NN 64x64x64", new double[] {80, 79, 82, 81}))
        .isEqualTo("NN 64x64x64         79.0    80.5    82.0           80.0 79.0 82.0 81.0");
    assertThat(ForkFigures.header()).startsWith("                   least  median    most");
  }

  @Test
  void saysWhereAForkIsOffByMoreThanATenth() {
    assertThat(ForkFigures.row("slow", new double[] {80, 71.9, 80})).contains(" bimodal ");
    assertThat(ForkFigures.row("fast", new double[] {80, 88.1, 80})).contains(" bimodal ");
    assertThat(ForkFigures.row("near", new double[] {80, 72.1, 87.9})).doesNotContain("bimodal");
  }

  @Test
  void readsItsCommandLine() {
    assertThat(Options.parse(List.of())).isEqualTo(new Options(10, Effort.FULL));
    assertThat(Options.parse(List.of("--quick", "--forks", "3")))
        .isEqualTo(new Options(3, Effort.QUICK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--forks", "--forks 0", "gemm", "all", "--samples", "--help"})
  void rejectsAWrongCommandLineWithItsUsage(String line) {
    Run.of(ForkFigures::run, line.split(" "))
        .assertBadUsage("figures: ", "ForkFigures [--forks N] [--quick]");
  }
}
