package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.TrainFigures.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainFiguresTest {

  private static final Effort LEAST = new Effort(15, 1, 1, false);

  @ParameterizedTest
  @ValueSource(strings = {"64-128-64-10 b1 sgd", "32-64-64-2 b32 adam"})
  void measuresACase(String name) {
    Case named =
        TrainFigures.cases(new Options(3, LEAST)).stream()
            .filter(c -> c.name().equals(name))
            .findFirst()
            .orElseThrow();
    PairedTiming timing = named.run(LEAST.pairs());
    assertThat(timing.pairs()).isEqualTo(15);
    assertThat(timing.rateOfA()).isPositive();
    assertThat(timing.rateOfB()).isPositive();
    assertThat(timing.ratio()).isPositive().isFinite();
  }

  @Test
  void measuresEveryNetworkBatchAndOptimizer() {
    assertThat(TrainFigures.cases(new Options(2, Effort.FULL)))
        .extracting(Case::name)
        .hasSize(50)
        .contains("784-512-256-10 b128 sgd", "256-1024-1024-256 b512 adam");
    assertThat(TrainFigures.cases(new Options(2, Effort.QUICK))).hasSizeLessThan(20);
  }

  @Test
  void printsMicrosecondsAlignedWithTheHeader() {
    PairedTiming timing = PairedTiming.of(new double[] {1e-5}, new double[] {0.5e-5});
    String header = TrainFigures.header(20, 16);
    String row = new TrainFigures.Row("a case", timing).format(20);
    assertThat(header.substring(header.lastIndexOf('\n') + 1)).hasSameSizeAs(row);
    assertThat(row)
        .isEqualTo("a case                    100.00      200.00      2.00x    2.00 -   2.00");
  }

  @Test
  void readsItsCommandLine() {
    assertThat(Options.parse(List.of())).isEqualTo(new Options(2, Effort.FULL));
    assertThat(Options.parse(List.of("--threads", "16", "--quick")))
        .isEqualTo(new Options(16, Effort.QUICK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--quick",
        "steps",
        "scaling --threads",
        "scaling --threads 0",
        "scaling --threads 1025",
        "scaling --forks 2",
        "fashion",
        "fashion --threads 2",
        "fashion images --threads",
        "fashion images --rate 0",
        "fashion images --rate 0.000",
        "fashion images --rate 1e-3",
        "fashion images --quick"
      })
  void rejectsAWrongCommandLineWithItsUsage(String line) {
    Run.of(TrainFigures::run, line.split(" "))
        .assertBadUsage("figures: ", "TrainFigures scaling [--threads N] [--quick]");
  }
}
