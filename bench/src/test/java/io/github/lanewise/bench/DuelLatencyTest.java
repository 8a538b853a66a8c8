package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuelLatencyTest {

  private static final Pattern ROW =
      Pattern.compile(" (\\d\\d)%  (\\w+) +(\\d+)" + " +([\\d.]+)".repeat(7));

  @ParameterizedTest
  @ValueSource(strings = {"", " --fixed-rate"})
  void loadsEverySideInTurn(String option) {
    Run run =
        Run.of(
            ("latency --peer right --network 16-32-16-1 --load 10,50 --seconds 0.2" + option)
                .split(" "));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out())
        .startsWith("CPU ")
        .contains("right: a fake on threads: 1", "\n16-32-16-1\n");
    assertThat(run.out()).containsPattern("p99.9 +outside +left out +max");
    List<MatchResult> rows = ROW.matcher(run.out()).results().toList();
    assertThat(rows)
        .extracting(row -> row.group(1) + " " + row.group(2))
        .containsExactly(
            "10 Lanewise", "10 right", "10 idle", "50 Lanewise", "50 right", "50 idle");
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(number(row, 4)).isPositive().isLessThanOrEqualTo(number(row, 5));
          assertThat(number(row, 6)).isBetween(number(row, 5), number(row, 9));
          assertThat(number(row, 7)).isPositive().isLessThanOrEqualTo(number(row, 9));
          assertThat(number(row, 8)).isBetween(0.0, 100.0);
        });
    assertThat(number(rows.get(3), 3) / number(rows.get(0), 3)).isBetween(4.9, 5.1);
    assertThat(number(rows.get(2), 3)).isEqualTo(number(rows.get(0), 3));
  }

  private static double number(MatchResult row, int group) {
    return Double.parseDouble(row.group(group));
  }

  @Test
  void countsTheBytesThatACallAllocates() {
    byte[][] kept = new byte[1][];
    LatencySide side =
        new LatencySide(
            "allocating",
            times -> {
              kept[0] = new byte[1000];
            });
    side.prepare();
    side.reset();
    side.saturatesAt(2e5);
    side.run(50, Arrivals.Gaps.EXPONENTIAL, 0, 50_000_000);
    assertThat(side.row(50)).matches(" 50%  allocating +100000 .* 1016[.]\\d");
    assertThat(kept[0]).hasSize(1000);
  }

  @Test
  void failsLoudlyWhereOutputsDiffer() {
    Run run = Run.of("latency", "--peer", "right,wrong", "--network", "64-128-64-10");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("64-128-64-10 +WRONG: wrong: yhat\\[9, 0\\] is");
    assertThat(run.err()).startsWith("lanewise: 64-128-64-10: wrong result: wrong: yhat[9, 0]");
  }

  @Test
  void goesOnWhereAPeerRefusesANetwork() {
    Run run =
        Run.of(
            "latency --peer picky --network 16-32-16-1,8-4-2 --load 10 --seconds 0.1".split(" "));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("16-32-16-1  REFUSED: unsupported shape\n")
        .containsPattern("\n8-4-2\n[^\n]*\n 10%  Lanewise");
    assertThat(run.err()).isEqualTo("lanewise: 16-32-16-1: refused: unsupported shape\n");
  }

  @Test
  void rejectsAPeerThatItDoesNotKnow() {
    Run run = Run.of("latency", "--peer", "right,fast");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("lanewise: --peer must be some of ")
        .endsWith(" or all, got fast (see lanewise duel latency --help)\n");
  }

  @Test
  void saysThatAPeerIsNotThere() {
    Run run = Run.of("latency", "--peer", "missing");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("lanewise: libmissing.so is not installed\n");
  }
}
