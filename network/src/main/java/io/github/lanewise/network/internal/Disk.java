package io.github.lanewise.network.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** The file-system calls of a save: where the tests put a failing disk. */
interface Disk {
  /** An open file or directory. */
  interface Handle extends Closeable {
    /** Returns when all that was written is on the medium. */
    void force() throws IOException;
  }

  /** A file that is being written. */
  interface Output extends Handle, WritableByteChannel {
    /** Returns its name. */
    Path path();
  }

  /** Opens a directory, so that its entries can be forced to the medium. */
  Handle openDirectory(Path directory) throws IOException;

  /** Creates a temporary file beside {@code target}, with its permissions if it exists. */
  Output create(Path target) throws IOException;

  /** Renames a file within its directory, in place of what has the new name, in one step. */
  void move(Path from, Path to) throws IOException;

  /** Removes a file if it exists. */
  void delete(Path file) throws IOException;
}
