package io.github.lanewise.cli.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Opens data files, gzipped or not: the first two bytes tell, not the name. */
final class DataStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private DataStream() {}

  /**
   * Opens {@code file} for one pass, so that pipes work too.
   *
   * @throws DataException if it cannot be opened or is empty
   */
  static InputStream open(Path file) throws DataException {
    if (Files.isDirectory(file)) {
      throw new DataException(file, "is a directory");
    }
    InputStream raw = null;
    try {
      raw = Files.newInputStream(file);
      return open(file.toString(), raw);
    } catch (DataException e) {
      closeQuietly(raw, e);
      throw e;
    } catch (IOException e) {
      closeQuietly(raw, e);
      throw new DataException(file, FileProblem.of(e));
    }
  }

  static InputStream open(String source, InputStream raw) throws IOException {
    InputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
    in.mark(2);
    int first = in.read();
    int second = in.read();
    in.reset();
    if (first < 0) {
      throw new DataException(source, "the file is empty");
    }
    boolean gzipped = first == 0x1f && second == 0x8b;
    return gzipped ? new GZIPInputStream(in, BUFFER_BYTES) : in;
  }

  private static void closeQuietly(@Nullable InputStream in, IOException reason) {
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        reason.addSuppressed(e);
      }
    }
  }
}
