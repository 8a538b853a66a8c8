package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Lanewise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuelTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gemm | right | a fake with OMP_NUM_THREADS=2 | GFLOP/s | `16x16x16|NN 128x1x64` | NN 128x1x64;NN 16x16x16;NT 16x16x16;TN 16x16x16;TT 16x16x16",
        "train | same | a fake, threads: 2 | us/step | `32-64-64-2 b1 ` | 32-64-64-2 b1 sgd;32-64-64-2 b1 adam",
        "predict | right | a fake on threads: 2 | us/call | `^16-32-16-1|^64.*b1$` | 64-128-64-10 b1;16-32-16-1 b1;16-32-16-1 b32"
      })
  void duelsInAChildJvm(
      String duel,
      String peer,
      String description,
      String unit,
      String regex,
      String cases,
      @TempDir Path directory)
      throws IOException {
    Path json = directory.resolve("duel.json");
    Run run =
        Run.of(
            duel,
            "--quick",
            "--peer",
            peer,
            "--threads",
            "2",
            "--cases",
            regex,
            "--json",
            json.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).first().asString().startsWith("CPU ");
    assertThat(lines)
        .contains(peer + ": " + description, "geometric means of the ratio to " + peer)
        .anyMatch(line -> line.matches(unit + " +Lanewise +" + peer + " +ratio .*"));
    List<String> results = Files.readAllLines(json);
    assertThat(results).hasSize(2 + cases.split(";").length);
    for (String name : cases.split(";")) {
      assertThat(lines).anyMatch(line -> line.matches(name + " +[0-9.]+ +[0-9.]+ +[0-9.]+x +.*"));
      assertThat(results)
          .anyMatch(line ->
              line.startsWith(
                  "{\"case\": \"%s\", \"peer\": \"%s\", \"unit\": \"%s\","
                      .formatted(name, peer, unit)));
    }
  }

  @Test
  void failsLoudlyWhereResultsDiffer(@TempDir Path directory) throws IOException {
    Path json = directory.resolve("duel.json");
    Run run =
        Run.of(
            "gemm",
            "--quick",
            "--peer",
            "wrong",
            "--cases",
            "NT 16x16x16",
            "--json",
            json.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).containsPattern("NT 16x16x16 +WRONG: C\\[15, 15\\] is");
    assertThat(run.err())
        .startsWith("lanewise: wrong: NT 16x16x16: wrong result, left out of all means: C[15, 15]");
    assertThat(run.out()).doesNotContain("geometric means");
    assertThat(Files.readString(json)).isEqualTo("[\n\n]\n");
  }

  @Test
  void skipsAPeerThatIsNotThere() {
    Run run = Run.of("gemm", "--quick", "--peer", "missing", "--cases", "NT 16x16x16");
    assertThat(run.out()).contains("missing: skipped: libmissing.so is not installed");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemm    | NN 16x16x16       | ^N. 16x16x16",
        "train   | 32-64-64-2 b1 sgd | ^32-64-64-2 b1 ",
        "predict | 16-32-16-1 b1     | ^16-32-16-1 b"
      })
  void goesOnWhereAPeerRefusesACase(String duel, String refused, String regex) {
    Run run = Run.of(duel, "--quick", "--peer", "picky", "--cases", regex);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern(refused + " +REFUSED: unsupported shape\n")
        .containsPattern("\nworst cases\n.* picky\n$");
    assertThat(run.err())
        .isEqualTo(
            "lanewise: picky: "
                + refused
                + ": refused, left out of all means: unsupported shape\n");
  }

  @Test
  void failsLoudlyWhereLossesDiffer() {
    Run run = Run.of("train", "--quick", "--peer", "astray", "--cases", "32-64-64-2 b1 sgd");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("32-64-64-2 b1 sgd +WRONG: the loss of step 20 is")
        .doesNotContain("geometric means");
    assertThat(run.err())
        .startsWith("lanewise: astray: 32-64-64-2 b1 sgd: wrong result, left out of all means:");
  }

  @Test
  void skipsATrainerThatIsNotThere() {
    Run run = Run.of("train", "--quick", "--peer", "absent", "--cases", "32-64-64-2 b1 sgd");
    assertThat(run.out()).contains("absent: skipped: libabsent.so is not installed");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "gemm --help", "train --help", "predict --help", "latency --help"})
  void helpsEverywhere(String line) {
    Run run = Run.of(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: lanewise duel").contains("--help");
    assertThat(run.out().lines()).allMatch(printed -> printed.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "gemm --version",
        "train --version",
        "predict --version",
        "latency --version"
      })
  void tellsWhichKernelsRun(String line) {
    Run run = Run.of(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).isEqualTo(Lanewise.describe() + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "gem                             | Unmatched argument at index 0: 'gem' (see lanewise duel --help)",
        "gemm --frobnicate               | Unknown option: '--frobnicate' (see lanewise duel gemm --help)",
        "gemm --peer right --threads 0   | --threads must be 1 to 1024, got 0 (see lanewise duel gemm --help)",
        "gemm --peer right --threads x   | Invalid value for option '--threads': 'x' is not an int (see lanewise duel gemm --help)",
        "gemm --peer right --cases XX    | --cases must be found in a case's name, got XX (see lanewise duel gemm --help)",
        "gemm --peer right --cases [     | Invalid value for option '--cases': must be a regular expression, got [ (Unclosed character class) (see lanewise duel gemm --help)",
        "gemm --peer right --json /no/x  | --json must be a file that can be written, got /no/x (see lanewise duel gemm --help)",
        "gemm --peer right --quick --cases 2048 | --cases must be found in a case's name (of the quick ones), got 2048 (see lanewise duel gemm --help)",
        "gemm --peer right --peer-env =x | --peer-env must have a name before its = (see lanewise duel gemm --help)",
        "train --peer same --threads 0   | --threads must be 1 to 1024, got 0 (see lanewise duel train --help)",
        "train --peer same --cases NN    | --cases must be found in a case's name, got NN (see lanewise duel train --help)",
        "gemm --peer right --json .      | --json must be a file that can be written, got . (see lanewise duel gemm --help)",
        "predict --peer right --cases XX | --cases must be found in a case's name, got XX (see lanewise duel predict --help)",
        "latency --peer right --load 100 | --load must be 1 to 99, got 100 (see lanewise duel latency --help)",
        "latency --peer right --seconds 0 | --seconds must be above 0 and at most 3600, got 0.0 (see lanewise duel latency --help)",
        "latency --peer right --network 7 | network must look like 784-128-10, got 7 (see lanewise duel latency --help)"
      })
  void rejectsBadUsageInOneLine(String line, String message) {
    Run run = Run.of(line.split(" +"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("lanewise: " + message + "\n");
  }

  @Test
  void rejectsAPeerThatItDoesNotKnow() {
    Run run = Run.of("gemm", "--peer", "right,fast");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("lanewise: --peer must be some of ")
        .endsWith("or all, got fast (see lanewise duel gemm --help)\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Dlanewise.simd=fast    | lanewise: lanewise.simd must be auto, off or force, got fast",
        "-XX:TieredStopAtLevel=1 | lanewise: the vector kernels need HotSpot's C2 compiler"
      })
  void saysInOneLineWhyTheKernelsDoNotRun(String flag, String problem) {
    Run run =
        Run.inAJvm(
            List.of(flag),
            Duel.class,
            List.of("gemm", "--quick", "--peer", "right", "--cases", "NN 16x16x16"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.errors()).singleElement().asString().startsWith(problem);
  }

  @Test
  void refusesACaseForWhichMemoryDoesNotDo() {
    Run run =
        Run.inAJvm(
            List.of("-Xmx40m"),
            Duel.class,
            List.of("gemm", "--peer", "right", "--cases", "NN 2048x2048x2048"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .containsExactly(
            "lanewise: right: NN 2048x2048x2048: refused, left out of all means: out of memory (Java"
                + " heap space), the heap is at most 40 MB: LANEWISE_JVM_OPTIONS=-Xmx for more");
  }

  @Test
  void asksForACommand() {
    Run run = Run.of();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "lanewise: Missing command: gemm, train, predict, latency (see lanewise duel --help)\n");
  }
}
