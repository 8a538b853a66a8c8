package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.DuelTest.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuelPredictTest {

  @Test
  void duelsInAChildJvm(@TempDir Path directory) throws IOException {
    Path json = directory.resolve("duel.json");
    Run run =
        Run.of(
            "predict",
            "--quick",
            "--peer",
            "right",
            "--threads",
            "2",
            "--cases",
            "^16-32-16-1|^64.*b1$",
            "--json",
            json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).first().asString().startsWith("CPU ");
    assertThat(lines)
        .contains("right: a fake on threads: 2", "geometric means of the ratio to right")
        .anyMatch(line -> line.startsWith("us/call"))
        .anyMatch(line -> line.matches("64-128-64-10 b1 +[0-9.]+ +[0-9.]+ +[0-9.]+x +.*"))
        .anyMatch(line -> line.matches("16-32-16-1 b32 +[0-9.]+ +[0-9.]+ +[0-9.]+x +.*"));
    assertThat(Files.readString(json).lines())
        .hasSize(2 + 3)
        .anyMatch(line ->
            line.startsWith(
                "{\"case\": \"16-32-16-1 b1\", \"peer\": \"right\", \"unit\": \"us/call\","));
  }

  @Test
  void failsLoudlyWhereOutputsDiffer() {
    Run run = Run.of("predict", "--quick", "--peer", "wrong", "--cases", "^64.*b32");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("64-128-64-10 b32 +WRONG: yhat\\[9, 31\\] is")
        .doesNotContain("geometric means");
    assertThat(run.err())
        .startsWith(
            "lanewise: wrong: 64-128-64-10 b32: wrong result, left out of all means: yhat[9, 31]");
  }

  @Test
  void skipsAPeerThatIsNotThere() {
    Run run = Run.of("predict", "--quick", "--peer", "missing");
    assertThat(run.out()).contains("missing: skipped: libmissing.so is not installed");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void countsTheTimeOfACall() {
    DuelCase one = new DuelCase("784-128-10 b1", "784-128-10", "b1");
    assertThat(PredictGrid.UNIT.of(one, 20))
        .isCloseTo(2 * (784 * 128 + 128 * 10) / 20e3, within(1e-9));
  }
}
