package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionFiguresTest {

  private static final int PIXELS = 28 * 28;

  @TempDir Path directory;

  /** Image i has the label i % 10, and as many of its first pixels white. */
  private void write(String set, int images) throws IOException {
    byte[] pixels = new byte[images * PIXELS];
    byte[] labels = new byte[images];
    for (int i = 0; i < images; i++) {
      labels[i] = (byte) (i % 10);
      for (int pixel = 0; pixel < labels[i]; pixel++) {
        pixels[i * PIXELS + pixel] = (byte) 255;
      }
    }
    write(set + "-images-idx3-ubyte.gz", 0x803, List.of(images, 28, 28), pixels);
    write(set + "-labels-idx1-ubyte.gz", 0x801, List.of(images), labels);
  }

  private void write(String file, int magic, List<Integer> sizes, byte[] bytes) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new GZIPOutputStream(Files.newOutputStream(directory.resolve(file))))) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(bytes);
    }
  }

  @Test
  void trainsColdAndWarmToTheSameAccuracy() throws IOException {
    write("train", 640);
    write("t10k", 20);
    Run run = Run.of(TrainFigures::run, "fashion", directory.toString(), "--rate", "0.01");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("CPU ")
        .contains("640 images, 20 to test: 784-128-10, Adam 0.01, batch 128, 10 epochs, threads: 2")
        .contains("\n" + FashionFigures.header() + "\n")
        .containsPattern("median of the warm ones \\d+\\.\\d\\d s\n$");
    List<String> accuracies =
        run.out()
            .lines()
            .filter(line -> line.matches("(cold|warm) .*"))
            .map(line -> line.replaceFirst(".* ", ""))
            .toList();
    assertThat(accuracies).hasSize(6);
    assertThat(accuracies.stream().distinct()).hasSize(1);
    assertThat(Double.parseDouble(accuracies.getFirst())).isGreaterThan(0.5);
  }

  @Test
  void alignsRowsWithTheHeader() {
    assertThat(new FashionFigures.Outcome(4.321, 0.5, 0.8777).row("cold"))
        .hasSameSizeAs(FashionFigures.header())
        .isEqualTo("cold      4.32          0.50          0.8777");
  }

  @Test
  void readsImages() throws IOException {
    write("train", 3);
    FashionMnist images = FashionMnist.read(directory, "train");
    assertThat(images.samples()).isEqualTo(3);
    assertThat(images.y()).containsExactly(0, 1, 2);
    assertThat(images.x()).hasSize(3 * PIXELS);
    assertThat(images.x()[2 * PIXELS + 1]).isEqualTo(1);
    assertThat(images.x()[2 * PIXELS + 2]).isZero();
  }

  @Test
  void readsItsCommandLine() {
    assertThat(FashionFigures.parse(List.of("images")))
        .isEqualTo(new FashionFigures(Path.of("images"), 2, 0.003f));
    assertThat(FashionFigures.parse(List.of("images", "--threads", "1", "--rate", "0.003")))
        .isEqualTo(new FashionFigures(Path.of("images"), 1, 0.003f));
  }

  @Test
  void saysWhichFileIsMissing() {
    Run run = Run.of(TrainFigures::run, "fashion", directory.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("figures: can't read the images: ")
        .contains("train-images-idx3-ubyte.gz");
  }

  @Test
  void rejectsFilesOfAnotherKind() throws IOException {
    write("train-images-idx3-ubyte.gz", 0x801, List.of(1), new byte[1]);
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.read(directory, "train"))
        .withMessageContaining("train-images-idx3-ubyte.gz: not an IDX file of bytes");
    write("train", 2);
    write("train-labels-idx1-ubyte.gz", 0x801, List.of(1), new byte[1]);
    assertThatIOException()
        .isThrownBy(() -> FashionMnist.read(directory, "train"))
        .withMessage("train: there must be 784 pixels for each label, got 1568 for 1");
  }
}
