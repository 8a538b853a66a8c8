package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A choice holds for a JVM: each of these is made in one of its own. */
class ShortRunTest {
  private static final String SHORT = "this run is over before C2 has compiled vector kernels";

  @TempDir private Path dir;

  private List<String> train(String model, ChildJvm jvm, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--out", dir.resolve(model).toString()));
    arguments.addAll(List.of(more));
    return jvm.run(arguments.toArray(String[]::new)).outputOfSuccess().lines().toList();
  }

  private byte[] bytes(String model) throws IOException {
    return Files.readAllBytes(dir.resolve(model));
  }

  @Test
  void takesPlainLoopsAndWritesTheBytesThatVectorKernelsWrite() throws IOException {
    List<String> plain = train("plain.safetensors", ChildJvm.of(Main.class), "--epochs", "2");
    assertThat(plain).anyMatch(line -> line.startsWith("kernels   plain loops"));
    assertThat(plain).anyMatch(line -> line.endsWith(SHORT));

    ChildJvm chosen = ChildJvm.of(Main.class).option("-Dlanewise.simd=auto");
    List<String> vector = train("vector.safetensors", chosen, "--epochs", "2");
    assertThat(vector).anyMatch(line -> line.startsWith("kernels   vector kernels"));
    assertThat(vector).noneMatch(line -> line.endsWith(SHORT));
    assertThat(bytes("plain.safetensors")).isEqualTo(bytes("vector.safetensors"));
  }

  @Test
  void takesVectorKernelsForLongerRuns() {
    List<String> lines =
        train(
            "long.safetensors",
            ChildJvm.of(Main.class),
            "--layers",
            "1024,128",
            "--batch",
            "1",
            "--epochs",
            "1");
    assertThat(lines).anyMatch(line -> line.startsWith("kernels   vector kernels"));
    assertThat(lines).noneMatch(line -> line.endsWith(SHORT));
  }

  /**
   * Tells which kernels run after predictions for {@code args[1]} with the model {@code args[0]}.
   */
  static final class Predict {
    public static void main(String[] args) {
      CommandLineRun run = CommandLineRun.of("predict", "--model", args[0], "--data", args[1]);
      System.out.print(run.out() + run.err());
      System.out.println(Lanewise.describe());
    }
  }

  @Test
  void takesPlainLoopsForFewPredictions() throws IOException {
    Path csv = SampleFiles.classes(dir.resolve("data.csv"), 60);
    train(
        "kinds.safetensors",
        ChildJvm.of(Main.class),
        "--data",
        csv.toString(),
        "--label",
        "kind",
        "--layers",
        "8",
        "--epochs",
        "2");
    List<String> lines =
        ChildJvm.of(Predict.class)
            .run(dir.resolve("kinds.safetensors").toString(), csv.toString())
            .outputOfSuccess()
            .lines()
            .toList();
    assertThat(lines).startsWith("class,probability").hasSize(62);
    assertThat(lines).last().asString().startsWith("plain loops");
  }

  private static ChildJvm.Result digits(Path model, String... options) {
    return ChildJvm.of(Main.class)
        .options(List.of(options))
        .run("train", "--epochs", "1", "--layers", "8", "--out", model.toString());
  }

  @Test
  void leavesARefusalToTheKernels() {
    ChildJvm.Result run = digits(dir.resolve("none.safetensors"), "-XX:-UseFMA");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors())
        .contains("lanewise: the vector kernels need fused multiply-add in hardware");
    assertThat(dir.resolve("none.safetensors")).doesNotExist();
  }

  @Test
  void leavesTheUsersChoice() {
    ChildJvm.Result narrow = digits(dir.resolve("narrow.safetensors"), "-Dlanewise.simd.bits=128");
    assertThat(narrow.outputOfSuccess()).contains("kernels   vector kernels, 128-bit");
    ChildJvm.Result unknown = digits(dir.resolve("none.safetensors"), "-Dlanewise.simd=fast");
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.errors())
        .contains("lanewise: lanewise.simd must be auto, off or force, got fast")
        .doesNotContain("\tat ");
  }

  /** Tells of each pair of arguments, operations and updates, whether it is a short run. */
  static final class Choose {
    public static void main(String[] args) {
      for (int i = 0; i < args.length; i += 2) {
        System.out.print(
            ShortRun.choosePlainLoops(Double.parseDouble(args[i]), Double.parseDouble(args[i + 1]))
                + " ");
      }
    }
  }

  @Test
  void isShortByItsOperationsAndUpdates() {
    ChildJvm choose = ChildJvm.of(Choose.class);
    assertThat(choose.run("20.1e9", "0", "0", "0.21e9", "10e9", "0.11e9", "10e9", "0.1e9").output())
        .isEqualTo("false false false true ");
  }
}
