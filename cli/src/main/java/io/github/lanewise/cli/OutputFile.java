package io.github.lanewise.cli;

import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.network.internal.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a command writes: complete or not at all. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Finds before the work what would fail after it.
   *
   * @throws DataException if {@code file} cannot be written
   */
  static void requireWritable(Path file) throws DataException {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new DataException(file, "is a directory");
    }
    if (directory == null || !Files.isDirectory(directory)) {
      throw new DataException(file, "its directory does not exist");
    }
    if (!Files.isWritable(directory) || (Files.exists(file) && !Files.isWritable(file))) {
      throw new DataException(file, "no permission to write");
    }
  }

  /** Writes {@code bytes} as the content of {@code file}, which is never seen half-written. */
  static void write(Path file, byte[] bytes) throws IOException {
    AtomicFile.replace(
        file,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }
}
