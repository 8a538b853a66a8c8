package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.network.Network;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path dir;

  @Test
  void learnsTheDigitsThatComeWithTheTool() throws IOException {
    CommandLineRun run = CommandLineRun.of("train", "--epochs", 3, "--out", model());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out())
        .contains("1,797 samples of 64 features, 10 classes")
        .contains("1,168 to train on, 180 to validate, 449 to test")
        .containsPattern("trained   3 epochs in [0-9.]+ s")
        .containsPattern("[0-9,]+ samples/s, [0-9.]+ GFLOP/s")
        .containsPattern("[0-9]+% of the FMA ceiling, [0-9]+ GFLOP/s")
        .containsPattern("memory    [0-9,]+ bytes allocated per step")
        .contains("saved     " + model() + " and " + dir.resolve("model-learning-curve.png"));
    assertThat(run.lines().stream().filter(line -> line.matches(" +[123]( +[01]?\\.?[0-9]+){4}")))
        .hasSize(3);
    assertThat(run.lines()).last().asString().matches("test accuracy 0\\.[0-9]{4}");
    assertThat(lastNumber(run)).isGreaterThan(0.9);
    assertThat(files()).containsExactlyInAnyOrder("model.safetensors", "model-learning-curve.png");
    assertThat(Network.load(model()).metadata())
        .containsEntry("classes", "0,1,2,3,4,5,6,7,8,9")
        .containsEntry("label", "digit");
  }

  @Test
  void givesTheSameNetworkForTheSameSeedOnAnyNumberOfThreads() throws IOException {
    byte[] one = modelBytes("--seed", 5, "--threads", 1);
    assertThat(modelBytes("--seed", 5, "--threads", 1)).isEqualTo(one);
    assertThat(modelBytes("--seed", 5, "--threads", 3)).isEqualTo(one);
    assertThat(modelBytes("--seed", 6, "--threads", 1)).isNotEqualTo(one);
  }

  @Test
  void drawsTheLearningCurve() throws IOException {
    CommandLineRun.of("train", "--epochs", 2, "--layers", 16, "--out", model());
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(Files.readAllBytes(dir.resolve("model-learning-curve.png"))));
    assertThat(image.getWidth()).isEqualTo(900);
    assertThat(image.getHeight()).isEqualTo(560);
    assertThat(
            Stream.iterate(0, i -> i + 1)
                .limit(900 * 560)
                .map(i -> image.getRGB(i % 900, i / 900))
                .distinct()
                .count())
        .isGreaterThan(10);
  }

  @Test
  void learnsClassesThatAreText() throws IOException {
    Path csv = SampleFiles.classes(dir.resolve("data.csv"), 120);
    CommandLineRun run =
        CommandLineRun.of(
            "train",
            "--data",
            csv,
            "--label",
            "kind",
            "--layers",
            "16,8",
            "--epochs",
            40,
            "--out",
            model());
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).last().isEqualTo("test accuracy 1.0000");
    assertThat(run.out()).contains("2 - 16 relu - 8 relu - 3 softmax");
    assertThat(Network.load(model()).scaler()).isPresent();
    assertThat(files())
        .containsExactlyInAnyOrder("data.csv", "model.safetensors", "model-learning-curve.png");
  }

  @Test
  void learnsNumbersInTheirOwnUnits() throws IOException {
    Path csv = SampleFiles.numbers(dir.resolve("data.csv"), 400);
    CommandLineRun run =
        CommandLineRun.of(
            "train",
            "--data",
            csv,
            "--label",
            "price",
            "--task",
            "regress",
            "--layers",
            32,
            "--epochs",
            60,
            "--out",
            model());
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("mean absolute error").containsPattern("R\\^2 +0\\.99");
    assertThat(run.lines()).last().asString().matches("test rmse [0-9.]+");
    // Prices lie between 90,000 and 110,000.
    assertThat(lastNumber(run)).isLessThan(600);
    Network network = Network.load(model());
    assertThat(network.predictor().predict(0, 0)[0]).isBetween(99_000f, 101_000f);
  }

  @Test
  void learnsFromIdxFiles() throws IOException {
    Path images = dir.resolve("images.gz");
    Path labels = dir.resolve("labels.gz");
    writeIdx(images, labels, 200, 200);
    CommandLineRun run =
        CommandLineRun.of(
            "train",
            "--images",
            images,
            "--labels",
            labels,
            "--layers",
            8,
            "--epochs",
            20,
            "--out",
            model());
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).last().isEqualTo("test accuracy 1.0000");
  }

  @Test
  void keepsTheProgressBarOutOfTheResults() {
    CommandLineRun plain =
        CommandLineRun.of("train", "--epochs", 2, "--layers", 16, "--out", model());
    CommandLineRun shown =
        CommandLineRun.withColumns(80, "train", "--epochs", 2, "--layers", 16, "--out", model());
    assertThat(plain.err()).isEmpty();
    assertThat(shown.err()).contains("training").contains("100%").doesNotContain("\n");
    assertThat(shown.out()).doesNotContain("\r").doesNotContain("\u001b");
    assertThat(withoutSpeed(shown)).isEqualTo(withoutSpeed(plain));
  }

  @Test
  void tellsThatTrainingDivergedAndSavesNothing() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "train", "--optimizer", "sgd", "--lr", "1e30", "--epochs", 3, "--out", model());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .matches("lanewise: step \\d+: .*; try a lower --lr or another --scale\\R");
    assertThat(files()).isEmpty();
  }

  @Test
  void takesABatchThatIsLargerThanTheData() throws IOException {
    byte[] whole = modelBytes("--batch", 1168);
    assertThat(modelBytes("--batch", Integer.MAX_VALUE)).isEqualTo(whole);
  }

  @Test
  void rejectsANetworkThatNoArrayHolds() throws IOException {
    CommandLineRun run = CommandLineRun.of("train", "--layers", "100000,100000", "--out", model());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .matches("lanewise: --layers or --batch: network: .* 2147483639, got 10006600000 .*\\R");
    assertThat(files()).isEmpty();
  }

  @Test
  void savesNothingWhereAWeightOverflows() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 7).append(i % 2 == 0 ? ",1e30\n" : ",-1e30\n");
    }
    Path csv = Files.writeString(dir.resolve("huge.csv"), text);
    CommandLineRun run =
        CommandLineRun.of(
            "train",
            "--data",
            csv,
            "--label",
            "y",
            "--task",
            "regress",
            "--layers",
            4,
            "--epochs",
            1,
            "--lr",
            1e12,
            "--batch",
            60,
            "--out",
            model());
    assertThat(run.err())
        .matches("lanewise: \\Q" + model() + "\\E: save: weights must be finite.*\\R");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(files()).containsExactly("huge.csv");
  }

  @Test
  void refusesNumbersWhosePredictionsWouldOverflow() throws IOException {
    Path csv = Files.writeString(dir.resolve("huge.csv"), "x,y\n" + "1,-1\n2,3e38\n".repeat(20));
    assertFailed(
        CommandLineRun.of(
            "train", "--data", csv, "--label", "y", "--task", "regress", "--out", model()),
        csv + ": the label \"y\" must be within 1.0E30, got 3.0E38: use a larger unit");
    assertThat(files()).containsExactly("huge.csv");
  }

  @Test
  void learnsFromAndPredictsTensOfThousandsOfFeatures() throws IOException {
    Path csv = wide("wide.csv", 20_000, "");
    CommandLineRun train =
        CommandLineRun.of(
            "train", "--data", csv, "--label", "k", "--layers", 2, "--epochs", 1, "--out", model());
    assertThat(train.err()).isEmpty();
    CommandLineRun predict = CommandLineRun.of("predict", "--model", model(), "--data", csv);
    assertThat(predict.err()).isEmpty();
    assertThat(predict.lines()).hasSize(41);
  }

  @Test
  void findsBeforeTrainingThatTheNamesDoNotFitInAModelFile() throws IOException {
    Path csv = wide("wide.csv", 20_000, "a name that takes forty bytes in a header");
    CommandLineRun run =
        CommandLineRun.of("train", "--data", csv, "--label", "k", "--out", model());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .matches(
            "lanewise: \\Q"
                + csv
                + "\\E: the names of its 20000 features and 2 classes take"
                + " \\d+ bytes, a model file holds 786432\\R");
    assertThat(files()).containsExactly("wide.csv");
  }

  /** 40 rows of so many features of two classes. */
  private Path wide(String name, int features, String prefix) throws IOException {
    StringBuilder text = new StringBuilder("k");
    for (int feature = 0; feature < features; feature++) {
      text.append(',').append(prefix).append(feature);
    }
    for (int row = 0; row < 40; row++) {
      text.append('\n').append(row % 2 == 0 ? "even" : "odd");
      text.append((row % 2 == 0 ? ",0" : ",1").repeat(features));
    }
    return Files.writeString(dir.resolve(name), text.append('\n'));
  }

  @Test
  void overwritesNoInput() throws IOException {
    Path csv = SampleFiles.classes(dir.resolve("data.csv"), 60);
    byte[] before = Files.readAllBytes(csv);
    Path other = dir.resolve(".").resolve("data.csv");
    assertFailed(
        CommandLineRun.of("train", "--data", csv, "--label", "kind", "--out", other),
        other + ": is read, and would be overwritten");
    Path image = Files.move(csv, dir.resolve("model-learning-curve.png"));
    assertFailed(
        CommandLineRun.of("train", "--data", image, "--label", "kind", "--out", model()),
        image + ": is read, and would be overwritten");
    assertThat(image).hasBinaryContent(before);
    assertThat(files()).containsExactly("model-learning-curve.png");
  }

  @Test
  void namesFileLineAndColumnOfBadData() throws IOException {
    Path csv = Files.writeString(dir.resolve("bad.csv"), "x,y,kind\n1,2,a\n1,two,b\n");
    CommandLineRun run =
        CommandLineRun.of("train", "--data", csv, "--label", "kind", "--out", model());
    assertFailed(run, csv + ": line 3, column 2 (y): not a number: \"two\"");
    assertThat(files()).containsExactly("bad.csv");
  }

  @Test
  void rejectsDataThatIsNotThere() {
    Path absent = dir.resolve("absent.csv");
    assertFailed(
        CommandLineRun.of("train", "--data", absent, "--label", "y", "--out", model()),
        absent + ": no such file");
    assertFailed(
        CommandLineRun.of("train", "--images", absent, "--labels", absent, "--out", model()),
        absent + ": no such file");
  }

  @Test
  void rejectsAnUnknownLabel() throws IOException {
    Path csv = SampleFiles.classes(dir.resolve("data.csv"), 10);
    assertFailed(
        CommandLineRun.of("train", "--data", csv, "--label", "sort", "--out", model()),
        csv + ": line 1: no column \"sort\" (columns: x, y, kind)");
    assertFailed(
        CommandLineRun.of("train", "--data", csv, "--label", " Kind ", "--out", model()),
        csv + ": line 1: no column \"Kind\" (columns: x, y, kind); did you mean \"kind\"?");
  }

  @Test
  void rejectsImageAndLabelCountsThatDiffer() throws IOException {
    Path images = dir.resolve("images.gz");
    Path labels = dir.resolve("labels.gz");
    writeIdx(images, labels, 20, 19);
    assertFailed(
        CommandLineRun.of("train", "--images", images, "--labels", labels, "--out", model()),
        labels + ": 19 labels, but " + images + " has 20 images");
  }

  @Test
  void rejectsNumbersTakenForClasses() throws IOException {
    Path csv = SampleFiles.numbers(dir.resolve("data.csv"), 100);
    assertFailed(
        CommandLineRun.of("train", "--data", csv, "--label", "price", "--out", model()),
        csv + ": the label \"price\" has 100 different values in 100 rows: is it --task regress?");
  }

  @Test
  void checksWhereTheNetworkGoesBeforeTraining() throws IOException {
    Path nowhere = dir.resolve("absent").resolve("model.safetensors");
    Path directory = Files.createDirectory(dir.resolve("directory"));
    assertFailed(
        CommandLineRun.of("train", "--out", nowhere), nowhere + ": its directory does not exist");
    assertFailed(CommandLineRun.of("train", "--out", directory), directory + ": is a directory");
    Path dangling = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("absent"));
    assertFailed(
        CommandLineRun.of("train", "--out", dangling), dangling + ": is not a regular file");
    Files.delete(dangling);
    Files.createDirectory(dir.resolve("model-learning-curve.png"));
    assertFailed(
        CommandLineRun.of("train", "--out", model()),
        dir.resolve("model-learning-curve.png") + ": is a directory");
    assertThat(files()).containsExactlyInAnyOrder("directory", "model-learning-curve.png");
  }

  private void assertFailed(CommandLineRun run, String problem) {
    assertThat(run.err()).isEqualTo("lanewise: " + problem + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
  }

  private static double lastNumber(CommandLineRun run) {
    String last = run.lines().getLast();
    return Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1));
  }

  private static List<String> withoutSpeed(CommandLineRun run) {
    return run.lines().stream()
        .filter(line -> !line.matches("(trained|speed|memory|  ).*"))
        .toList();
  }

  private byte[] modelBytes(Object... options) throws IOException {
    Object[] fixed = {"train", "--epochs", 2, "--layers", 16, "--out", model()};
    Object[] args = Stream.concat(Stream.of(fixed), Stream.of(options)).toArray();
    assertThat(CommandLineRun.of(args).exitCode()).isEqualTo(0);
    return Files.readAllBytes(model());
  }

  private Path model() {
    return dir.resolve("model.safetensors");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Images of 2 x 2 pixels that are dark in class 3 and bright in class 7. */
  private static void writeIdx(Path images, Path labels, int imageCount, int labelCount)
      throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    try (DataOutputStream out = zipped(images)) {
      out.writeInt(0x803);
      out.writeInt(imageCount);
      out.writeInt(2);
      out.writeInt(2);
      for (int i = 0; i < imageCount * 4; i++) {
        out.writeByte(random.nextInt(50) + (i / 4 % 2 == 0 ? 0 : 200));
      }
    }
    try (DataOutputStream out = zipped(labels)) {
      out.writeInt(0x801);
      out.writeInt(labelCount);
      for (int i = 0; i < labelCount; i++) {
        out.writeByte(i % 2 == 0 ? 3 : 7);
      }
    }
  }

  private static DataOutputStream zipped(Path file) throws IOException {
    OutputStream raw = Files.newOutputStream(file);
    return new DataOutputStream(new GZIPOutputStream(raw));
  }
}
