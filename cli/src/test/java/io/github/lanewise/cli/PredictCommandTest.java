package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.network.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir private static Path models;

  private static Path classifier;
  private static Path regressor;

  @BeforeAll
  static void train() throws IOException {
    Path classes = SampleFiles.classes(models.resolve("classes.csv"), 120);
    classifier = models.resolve("classes.safetensors");
    CommandLineRun.of(
        "train",
        "--data",
        classes,
        "--label",
        "kind",
        "--layers",
        16,
        "--epochs",
        40,
        "--out",
        classifier);
    Path numbers = SampleFiles.numbers(models.resolve("numbers.csv"), 400);
    regressor = models.resolve("numbers.safetensors");
    CommandLineRun.of(
        "train",
        "--data",
        numbers,
        "--label",
        "price",
        "--task",
        "regress",
        "--layers",
        32,
        "--epochs",
        60,
        "--out",
        regressor);
  }

  @Test
  void writesClassAndProbability(@TempDir Path dir) throws IOException {
    Path data = Files.writeString(dir.resolve("new.csv"), "y,x\n2.05,2.05\n0.05,0.05\n1.05,1.05\n");
    CommandLineRun run = CommandLineRun.of("predict", "--model", classifier, "--data", data);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.lines())
        .hasSize(4)
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("class,probability"),
            line -> assertThat(line).matches("plain,(0\\.[0-9]+|1\\.0)"),
            line -> assertThat(line).matches("\"a \"\"quoted\"\" one\",(0\\.[0-9]+|1\\.0)"),
            line -> assertThat(line).matches("\"one, two\",(0\\.[0-9]+|1\\.0)"));
  }

  @Test
  void writesValues(@TempDir Path dir) throws IOException {
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y,price\n0.5,0.5,0\n-0.5,0.5,0\n");
    CommandLineRun run = CommandLineRun.of("predict", "--model", regressor, "--data", data);
    assertThat(run.lines()).hasSize(3).first().isEqualTo("value");
    assertThat(Double.parseDouble(run.lines().get(1))).isBetween(100_000.0, 102_000.0);
    assertThat(Double.parseDouble(run.lines().get(2))).isBetween(94_000.0, 96_000.0);
  }

  @Test
  void writesToAFileAndNothingElse(@TempDir Path dir) throws IOException {
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n0,0\n");
    Path out = dir.resolve("predicted.csv");
    CommandLineRun run =
        CommandLineRun.of("predict", "--model", classifier, "--data", data, "--out", out);
    assertThat(run.out()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(out).content().startsWith("class,probability\n").endsWith("\n");
    assertThat(files(dir)).containsExactlyInAnyOrder("new.csv", "predicted.csv");
  }

  @Test
  void rejectsColumnsThatAreNotTheModels(@TempDir Path dir) throws IOException {
    Path lacking = Files.writeString(dir.resolve("lacking.csv"), "x,kind\n0,a\n");
    assertFailed(
        CommandLineRun.of("predict", "--model", classifier, "--data", lacking),
        lacking + ": line 1: no column \"y\", which the model reads");
    Path more = Files.writeString(dir.resolve("more.csv"), "x,id,y\n0,1,0\n");
    assertFailed(
        CommandLineRun.of("predict", "--model", classifier, "--data", more),
        more + ": line 1, column 2 (id): the model does not read this column");
  }

  @Test
  void rejectsBadCellsAndLeavesNoFile(@TempDir Path dir) throws IOException {
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n0,0\n0,NaN\n");
    Path out = dir.resolve("predicted.csv");
    assertFailed(
        CommandLineRun.of("predict", "--model", classifier, "--data", data, "--out", out),
        data + ": line 3, column 2 (y): not a finite float: \"NaN\"");
    assertThat(files(dir)).containsExactly("new.csv");
  }

  @Test
  void rejectsImagesOfAnotherSize(@TempDir Path dir) throws IOException {
    byte[] idx = {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3};
    Path images = Files.write(dir.resolve("images"), idx);
    assertFailed(
        CommandLineRun.of("predict", "--model", classifier, "--images", images),
        images + ": images of 1 x 3 pixels, but the model reads 2 values");
  }

  @Test
  void rejectsModelsThatAreNotThereOrDamaged(@TempDir Path dir) throws IOException {
    Path absent = dir.resolve("absent.safetensors");
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n0,0\n");
    assertFailed(
        CommandLineRun.of("predict", "--model", absent, "--data", data), absent + ": no such file");
    byte[] bytes = Files.readAllBytes(classifier);
    Path cut = Files.write(dir.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 1));
    CommandLineRun run = CommandLineRun.of("predict", "--model", cut, "--data", data);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lanewise: " + cut + ": ").hasLineCount(1);
    assertThat(CommandLineRun.of("predict", "--model", dir, "--data", data).err())
        .isEqualTo("lanewise: " + dir + ": is a directory" + System.lineSeparator());
  }

  @Test
  void rejectsModelsThatAnotherProgramSaved(@TempDir Path dir) throws IOException {
    Path model = dir.resolve("other.safetensors");
    Network.builder(2).layer(1, new Identity()).build().save(model);
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n0,0\n");
    assertFailed(
        CommandLineRun.of("predict", "--model", model, "--data", data),
        model + ": does not name its features and classes: it was not saved by lanewise train");
  }

  @Test
  void checksWherePredictionsGoBeforeItReads(@TempDir Path dir) {
    Path out = dir.resolve("absent").resolve("predicted.csv");
    assertFailed(
        CommandLineRun.of("predict", "--model", classifier, "--data", dir, "--out", out),
        out + ": its directory does not exist");
  }

  @Test
  void overwritesNoInput(@TempDir Path dir) throws IOException {
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n0,0\n");
    for (Path out : List.of(data, classifier)) {
      assertFailed(
          CommandLineRun.of("predict", "--model", classifier, "--data", data, "--out", out),
          out + ": is read, and would be overwritten");
    }
    assertThat(data).hasContent("x,y\n0,0\n");
  }

  @Test
  void printsNamesOfClassesAsUtf8WhateverTheLocale(@TempDir Path dir) throws IOException {
    Path training = SampleFiles.classes(dir.resolve("classes.csv"), 60);
    String text = Files.readString(training).replace("plain", "gr\u00fcn \u65e5");
    Files.writeString(training, text);
    Path model = dir.resolve("m");
    CommandLineRun.of(
        "train",
        "--data",
        training,
        "--label",
        "kind",
        "--layers",
        16,
        "--epochs",
        40,
        "--out",
        model);
    Path data = Files.writeString(dir.resolve("new.csv"), "x,y\n2.05,2.05\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream ascii = new PrintStream(out, true, StandardCharsets.US_ASCII);
    Main.run(
        new Console(ascii, ascii, 0),
        "predict",
        "--model",
        model.toString(),
        "--data",
        data.toString());
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("class,probability\ngr\u00fcn \u65e5,");
  }

  private static void assertFailed(CommandLineRun run, String problem) {
    assertThat(run.err()).isEqualTo("lanewise: " + problem + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  private static List<String> files(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
