package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DuelSummaryTest {

  private static final List<DuelResult> RESULTS =
      List.of(
          result("NN 8x1x8", "batch 1", "NN", "x", 2),
          result("NT 8x8x1", "batch 1", "NT", "x", 0.5),
          result("NN 8x8x8", "squares", "NN", "x", 8));

  @Test
  void takesGeometricMeans() {
    assertThat(DuelSummary.geometricMean(RESULTS)).isCloseTo(2, within(1e-12));
    List<DuelResult> even =
        List.of(result("a", "r", "c", "x", 4), result("b", "r", "c", "x", 0.25));
    assertThat(DuelSummary.geometricMean(even)).isCloseTo(1, within(1e-12));
  }

  @Test
  void tabulatesClassesAndTheWorstCases() {
    assertThat(new DuelSummary(RESULTS).format("x", 10).lines())
        .containsExactly(
            "geometric means of the ratio to x",
            "                 NN       NT      all",
            "batch 1       2.00x    0.50x    1.00x",
            "squares       8.00x             8.00x",
            "all           4.00x    0.50x    2.00x",
            "worst cases",
            "NT 8x8x1      0.50x  x",
            "NN 8x1x8      2.00x  x",
            "NN 8x8x8      8.00x  x");
  }

  @Test
  void comparesWithTheBestPeerOfEachCase() {
    List<DuelResult> results =
        List.of(
            result("a", "r", "c", "x", 2),
            result("b", "r", "c", "x", 3),
            result("only x has it", "r", "c", "x", 1),
            result("a", "r", "c", "y", 4),
            result("b", "r", "c", "y", 1),
            result("a", "r", "c", "slow", 9));
    assertThat(DuelSummary.againstBest(results, List.of("x", "y")))
        .extracting(of -> of.duelCase().name() + " " + of.peer() + " " + of.ratio())
        .containsExactly("a x 2.0", "b y 1.0");
    assertThat(DuelSummary.againstBest(results, List.of("x", "z"))).isEmpty();
  }

  @Test
  void rejectsToSummarizeNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DuelSummary(List.of()))
        .withMessage("summary: results must not be empty");
  }

  @Test
  void writesJsonForOtherPrograms() {
    List<DuelResult> results =
        List.of(
            new DuelResult(
                new DuelCase("NN 8x1x8", "batch 1", "NN"),
                "x",
                PairedTiming.of(new double[] {3}, new double[] {2}),
                PairedTiming.of(new double[] {3}, new double[] {4})),
            result("a \"b\" \\", "r", "c", "y", 0.25));
    assertThat(DuelJson.format(new DuelUnit.Gflops(), results))
        .isEqualTo(
            """
            [
            {"case": "NN 8x1x8", "peer": "x", "unit": "GFLOP/s", "lanewise": 3.0, "peerValue": 2.0, "ratio": 1.5},
            {"case": "a \\"b\\" \\\\", "peer": "y", "unit": "GFLOP/s", "lanewise": 0.25, "peerValue": 1.0, "ratio": 0.25}
            ]
            """);
    assertThat(DuelJson.format(new DuelUnit.Gflops(), List.of())).isEqualTo("[\n\n]\n");
  }

  @Test
  void writesTimesOfCallsWhereThatIsTheUnit() {
    DuelUnit unit = new DuelUnit.Micros("step", of -> 6000);
    DuelResult result =
        new DuelResult(
            new DuelCase("784-128-10 b8 sgd", "784-128-10", "b8"),
            "x",
            PairedTiming.of(new double[] {3}, new double[] {0.5}),
            PairedTiming.of(new double[] {3}, new double[] {4}));
    assertThat(DuelJson.format(unit, List.of(result)))
        .contains("\"unit\": \"us/step\", \"lanewise\": 2.0, \"peerValue\": 12.0, \"ratio\": 6.0}");
    DuelTable table = new DuelTable(unit, "x", 17);
    assertThat(table.header().split(" +"))
        .containsExactly(
            "us/step",
            "Lanewise",
            "x",
            "ratio",
            "quartiles",
            "GFLOP/s",
            "ceiling",
            "%",
            "of",
            "it");
    assertThat(table.row(result).split(" +"))
        .endsWith("2.00", "12.0", "6.00x", "6.00", "-", "6.00", "3.00", "4.00", "75.0");
  }

  private static DuelResult result(
      String name, String row, String column, String peer, double ratio) {
    PairedTiming timing = PairedTiming.of(new double[] {ratio}, new double[] {1});
    return new DuelResult(new DuelCase(name, row, column), peer, timing, timing);
  }
}
