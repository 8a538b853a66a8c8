package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.bench.KernelFigures.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KernelFiguresTest {

  private static final Effort LEAST = new Effort(15, 1, 1, false);

  @ParameterizedTest
  @CsvSource({
    "GEMM, NN 16x16x16",
    "SCALING, NN 10x1x64",
    "SCALING, TN 128x128x128",
    "SHAPES, NN 128x8x64",
    "BANDWIDTH, L1      bias add",
    "BANDWIDTH, L1      Adam",
    "BANDWIDTH, L2      vector loop copy",
    "ACTIVATIONS, gelu         forward",
    "ACTIVATIONS, softmax      backward"
  })
  void measuresACase(Suite suite, String name) {
    Case named =
        suite.cases(LEAST).stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    PairedTiming timing = named.run(LEAST.pairs());
    assertThat(timing.pairs()).isEqualTo(15);
    assertThat(timing.rateOfA()).isPositive();
    assertThat(timing.rateOfB()).isPositive();
    assertThat(timing.ratio()).isPositive().isFinite();
  }

  @Test
  void leavesLargeCasesToTheFullEffort() {
    assertThat(names(Suite.GEMM, Effort.FULL)).hasSize(32).contains("TT 2048x2048x2048");
    assertThat(names(Suite.GEMM, Effort.QUICK)).hasSize(20).doesNotContain("TT 2048x2048x2048");
    assertThat(names(Suite.SCALING, Effort.FULL)).hasSize(137).contains("TT 2048x2048x2048");
    assertThat(names(Suite.SCALING, Effort.QUICK)).doesNotContain("TT 2048x2048x2048");
    assertThat(names(Suite.BANDWIDTH, Effort.FULL)).contains("MEMORY  ReLU");
    assertThat(names(Suite.BANDWIDTH, Effort.QUICK)).contains("L2      ReLU");
    assertThat(names(Suite.BANDWIDTH, Effort.QUICK)).noneMatch(name -> name.startsWith("MEMORY"));
  }

  @ParameterizedTest
  @EnumSource
  void alignsRowsWithTheirHeader(Suite suite) {
    PairedTiming timing = PairedTiming.of(new double[] {100}, new double[] {200});
    String header = suite.header(20);
    String row = suite.row(20, "a case", timing);
    assertThat(header.substring(header.lastIndexOf('\n') + 1)).hasSameSizeAs(row);
    assertThat(row).startsWith("a case ").contains("100.0", "200.0");
  }

  @Test
  void statesPercentOfACeilingAndTimesAScalarPath() {
    PairedTiming timing = PairedTiming.of(new double[] {100}, new double[] {80});
    assertThat(Suite.GEMM.row(3, "x", timing)).contains("125.0");
    assertThat(Suite.ACTIVATIONS.row(3, "x", timing)).contains("1.25x");
  }

  @Test
  void readsItsCommandLine() {
    assertThat(Options.parse(List.of()))
        .isEqualTo(new Options(List.of(Suite.values()), 1, Effort.FULL, false));
    assertThat(Options.parse(List.of("all"))).isEqualTo(Options.parse(List.of()));
    assertThat(Options.parse(List.of("gemm", "--forks", "5", "--quick")))
        .isEqualTo(new Options(List.of(Suite.GEMM), 5, Effort.QUICK, false));
  }

  @Test
  void printsEachTableOnce() {
    assertThat(Options.parse(List.of("gemm", "shapes", "gemm")).suites())
        .containsExactly(Suite.GEMM, Suite.SHAPES);
    assertThat(Options.parse(List.of("scaling", "all")).suites())
        .startsWith(Suite.SCALING)
        .containsExactlyInAnyOrder(Suite.values());
  }

  @ParameterizedTest
  @CsvSource({"--forks", "--forks 0", "--forks 101", "--forks x", "gem", "--help"})
  void rejectsAWrongCommandLineWithItsUsage(String line) {
    Run.of(KernelFigures::run, line.split(" "))
        .assertBadUsage(
            "figures: ", "KernelFigures [gemm|shapes|scaling|bandwidth|activations|all]...");
    assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of(line.split(" "))));
  }

  @Test
  void describesTheMachine() {
    assertThat(MachineSheet.describe().lines().map(line -> line.substring(0, 10).strip()))
        .containsExactly(
            "CPU", "cores", "caches", "system", "JDK", "flags", "Lanewise", "commit", "date");
    assertThat(MachineSheet.describe())
        .contains(System.getProperty("java.runtime.version"))
        .contains("vector kernels")
        .containsPattern("\\ncommit +(\\S*[0-9a-f]{7,}(-dirty)?|unknown)\\R");
  }

  private static List<String> names(Suite suite, Effort effort) {
    return suite.cases(effort).stream().map(Case::name).toList();
  }
}
