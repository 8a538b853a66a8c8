package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Activation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file that is cut or changed anywhere is rejected. */
class ModelFileDamageTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path directory;

  /** A file of about 4 KiB, a quarter of it header. */
  private static byte[] smallFile() throws IOException {
    Network network =
        Network.builder(16)
            .layer(32, Activation.of("identity"))
            .layer(8, Activation.of("identity"))
            .scaler(new Scaler(new float[16], new float[16]))
            .build()
            .withMetadata(Map.of("classes", "[\"a\",\"b\"]", "\u00e9\n", "\ud83d\ude00"));
    byte[] file = SavedNetworks.bytes(network);
    assertThat(file).hasSizeBetween(3_800, 4_500);
    assertThat(SavedNetworks.contents(SavedNetworks.read(file)))
        .isEqualTo(SavedNetworks.contents(network));
    return file;
  }

  private static void assertRejected(byte[] file, String what) {
    assertThatThrownBy(() -> SavedNetworks.read(file))
        .as(what)
        .isExactlyInstanceOf(ModelFormatException.class);
  }

  @Test
  void everyTruncationIsRejected() throws IOException {
    byte[] file = smallFile();
    for (int length = 0; length < file.length; length++) {
      assertRejected(Arrays.copyOf(file, length), "cut to " + length);
    }
  }

  @Test
  void everyFlippedBitIsRejected() throws IOException {
    byte[] file = smallFile();
    for (int bit = 0; bit < file.length * 8; bit++) {
      file[bit / 8] ^= (byte) (1 << bit % 8);
      assertRejected(file, "bit " + bit);
      file[bit / 8] ^= (byte) (1 << bit % 8);
    }
    SavedNetworks.read(file);
  }

  @Test
  void everyByteThatIsAppendedIsRejected() throws IOException {
    byte[] file = smallFile();
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    for (int value = 0; value < 256; value++) {
      longer[file.length] = (byte) value;
      assertRejected(longer, "appended " + value);
    }
  }

  @Test
  void everyCutOfALargeFileIsRejected() throws IOException {
    Path path = saveLarge();
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      long size = file.size();
      assertThat(size).isGreaterThan(10 * MEBIBYTE);
      for (long length = size / 4096 * 4096; length >= 0; length -= 4096) {
        file.truncate(length);
        assertThatThrownBy(() -> Network.load(path))
            .as("cut to " + length)
            .isExactlyInstanceOf(ModelFormatException.class)
            .hasMessageStartingWith(path + ": ");
      }
    }
  }

  @Test
  void flippedBitsOfALargeFileAreRejected() throws IOException {
    Path path = saveLarge();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      for (long at = file.size() - 1; at >= 0; at -= 499_979) {
        file.read(one.clear(), at);
        byte old = one.get(0);
        file.write(one.put(0, (byte) (old ^ 1 << at % 8)).rewind(), at);
        assertThatThrownBy(() -> Network.load(path))
            .as("byte " + at)
            .isExactlyInstanceOf(ModelFormatException.class);
        file.write(one.put(0, old).rewind(), at);
      }
    }
    Network.load(path);
  }

  private Path saveLarge() throws IOException {
    Path path = directory.resolve("large");
    Network.builder(1024)
        .layer(2600, Activation.of("identity"))
        .layer(2, Activation.of("identity"))
        .build()
        .save(path);
    return path;
  }
}
