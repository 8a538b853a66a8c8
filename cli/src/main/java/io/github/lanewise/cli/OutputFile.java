package io.github.lanewise.cli;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.network.internal.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that a command writes: complete or not at all. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Finds before the work what would fail after it.
   *
   * @throws DataException if {@code file} cannot be written, or is one of {@code inputs}
   */
  static void requireWritable(Path file, @Nullable Path... inputs) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new DataException(file, "is a directory");
    }
    if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
      throw new DataException(file, "is not a regular file");
    }
    for (Path input : inputs) {
      if (input != null && isSame(file, input)) {
        throw new DataException(file, "is read, and would be overwritten");
      }
    }
    if (directory == null || !Files.isDirectory(directory)) {
      throw new DataException(file, "its directory does not exist");
    }
    if (!Files.isWritable(directory) || (Files.exists(file) && !Files.isWritable(file))) {
      throw new DataException(file, "no permission to write");
    }
  }

  private static boolean isSame(Path file, Path input) throws IOException {
    return Files.exists(file) && Files.exists(input) && Files.isSameFile(file, input);
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
