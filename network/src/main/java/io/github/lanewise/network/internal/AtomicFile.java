package io.github.lanewise.network.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Replaces a file as a whole: whenever the power fails, the process dies or a call throws, the file
 * has its old content or its new one. The new content goes to a temporary file in the same
 * directory, to the medium, and then takes the name in one step.
 */
public final class AtomicFile {
  /** Writes the content. */
  public interface Content {
    /** Writes all of it to {@code channel}, and does not close it. */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Replaces {@code file}, or creates it. A symbolic link stays, and the file that it names is
   * replaced. The permissions of the old file are kept, where the file system has any.
   *
   * @throws IOException if it fails, by the name of {@code file}, or the thread is interrupted: the
   *     old file is intact, or, if only forcing the directory to the medium or closing failed, the
   *     new one is complete
   */
  public static void replace(Path file, Content content) throws IOException {
    replace(file, content, new RealDisk());
  }

  static void replace(Path file, Content content, Disk disk) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new ClosedByInterruptException();
    }
    try {
      replaceUnnamed(file, content, disk);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  private static void replaceUnnamed(Path file, Content content, Disk disk) throws IOException {
    Path target = resolve(file);
    Path directory = target.resolveSibling("");
    TemporaryFiles.removeAbandoned(directory);
    // The directory is opened first: where that is not allowed, the old file is still there.
    try (Disk.Handle entries = disk.openDirectory(directory);
        Disk.Output output = disk.create(target)) {
      try {
        content.writeTo(output);
        output.force();
        // Not closed before the move: its lock tells other savers that it is not abandoned.
        disk.move(output.path(), target);
      } catch (IOException | RuntimeException | Error e) {
        deleteAfter(e, disk, output.path());
        throw e;
      }
      entries.force();
    }
  }

  private static Path resolve(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path target = Files.isSymbolicLink(absolute) ? absolute.toRealPath() : absolute;
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "is a directory");
    }
    // Renaming over /dev/null would succeed.
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw new FileSystemException(file.toString(), null, "is not a regular file");
    }
    return target;
  }

  private static void deleteAfter(Throwable failure, Disk disk, Path temporary) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
