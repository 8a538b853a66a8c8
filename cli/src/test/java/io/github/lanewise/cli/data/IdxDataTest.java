package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDataTest {
  private static final int IMAGES = 0x00000803;
  private static final int LABELS = 0x00000801;

  @TempDir private Path dir;

  @Test
  void readsImagesAndLabels() throws IOException {
    Dataset data = IdxData.labeled(twoImages(), file("labels", idx(LABELS, 2), 7, 10));
    assertThat(data.featureNames()).containsExactly("pixel_0_0", "pixel_0_1", "pixel_0_2");
    assertThat(data.classNames()).containsExactly("7", "10");
    assertThat(data.x()).containsExactly(0f, 1f, 255f, 128f, 4f, 5f);
    assertThat(data.y()).containsExactly(0f, 1f);
  }

  @Test
  void readsGzippedFiles() throws IOException {
    Path images = zipped(twoImages());
    Path labels = zipped(file("labels", idx(LABELS, 2), 7, 10));
    assertThat(IdxData.labeled(images, labels).x()).containsExactly(0f, 1f, 255f, 128f, 4f, 5f);
  }

  @Test
  void readsImagesToPredict() throws IOException {
    assertThat(IdxData.features(twoImages(), 3)).containsExactly(0f, 1f, 255f, 128f, 4f, 5f);
  }

  @Test
  void rejectsImagesOfAnotherSizeThanTheModelReads() throws IOException {
    Path images = twoImages();
    assertThatThrownBy(() -> IdxData.features(images, 64))
        .hasMessage(images + ": images of 1 x 3 pixels, but the model reads 64 values");
  }

  @Test
  void rejectsCountsThatDiffer() throws IOException {
    Path images = twoImages();
    Path labels = file("labels", idx(LABELS, 3), 7, 8, 9);
    assertThatThrownBy(() -> IdxData.labeled(images, labels))
        .isInstanceOf(DataException.class)
        .hasMessage(labels + ": 3 labels, but " + images + " has 2 images");
  }

  @Test
  void rejectsAnotherMagic() throws IOException {
    Path images = twoImages();
    Path text = Files.writeString(dir.resolve("text"), "x,y\n1,2\n");
    assertThatThrownBy(() -> IdxData.labeled(images, images))
        .hasMessage(
            images
                + ": not an IDX file of unsigned bytes in 1 dimension: it starts with 0x00000803, not 0x00000801");
    assertThatThrownBy(() -> IdxData.labeled(text, images))
        .hasMessage(
            text
                + ": not an IDX file of unsigned bytes in 3 dimensions: it starts with 0x782c790a, not 0x00000803");
  }

  @Test
  void rejectsEveryTruncation() throws IOException {
    byte[] bytes = Files.readAllBytes(twoImages());
    for (int length = 0; length < bytes.length; length++) {
      Path file = Files.write(dir.resolve("cut"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> IdxData.features(file, 3))
          .as("first %d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ": ");
    }
    Path file = dir.resolve("cut");
    assertThatThrownBy(() -> IdxData.features(file, 3))
        .hasMessage(file + ": ends after 21 bytes; its header promises 22");
  }

  @Test
  void rejectsEveryTruncationOfAGzippedFile() throws IOException {
    byte[] bytes = Files.readAllBytes(zipped(twoImages()));
    for (int length = 0; length < bytes.length; length++) {
      Path file = Files.write(dir.resolve("cut"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> IdxData.features(file, 3))
          .as("first %d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ": ");
    }
    Path file = dir.resolve("cut");
    assertThatThrownBy(() -> IdxData.features(file, 3))
        .hasMessage(file + ": the gzip stream ends early");
  }

  @Test
  void rejectsBytesAfterTheLastImage() throws IOException {
    Path images = file("images", idx(IMAGES, 2, 1, 3), 0, 1, 255, 128, 4, 5, 6);
    assertThatThrownBy(() -> IdxData.features(images, 3))
        .hasMessage(images + ": goes on after the 22 bytes that its header promises");
  }

  @Test
  void rejectsSizesOutOfRange() throws IOException {
    Path huge = file("huge", idx(IMAGES, 0x7fffffff, 28, 28));
    Path negative = file("negative", idx(IMAGES, 1, -1, 28));
    Path none = file("none", idx(IMAGES, 0, 28, 28));
    assertThatThrownBy(() -> IdxData.features(huge, 784))
        .hasMessage(huge + ": size 2147483647 of dimension 1 is out of range");
    assertThatThrownBy(() -> IdxData.features(negative, 784))
        .hasMessage(negative + ": size 4294967295 of dimension 2 is out of range");
    assertThatThrownBy(() -> IdxData.features(none, 784))
        .hasMessage(none + ": size 0 of dimension 1 is out of range");
  }

  @Test
  void readsNoMoreThanTheFileHoldsWhateverTheHeaderPromises() throws IOException {
    Path file = file("short", idx(IMAGES, 2_000_000, 32, 32), 1, 2, 3);
    assertThatThrownBy(() -> IdxData.features(file, 1024))
        .hasMessage(file + ": ends after 19 bytes; its header promises 2048000016");
  }

  private Path twoImages() throws IOException {
    return file("images", idx(IMAGES, 2, 1, 3), 0, 1, 255, 128, 4, 5);
  }

  private static byte[] idx(int magic, int... sizes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(magic);
    for (int size : sizes) {
      out.writeInt(size);
    }
    return bytes.toByteArray();
  }

  private Path file(String name, byte[] header, int... content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(header);
    for (int b : content) {
      bytes.write(b);
    }
    return Files.write(dir.resolve(name), bytes.toByteArray());
  }

  private static Path zipped(Path file) throws IOException {
    Path target = file.resolveSibling(file.getFileName() + ".gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
      Files.copy(file, out);
    }
    return target;
  }
}
