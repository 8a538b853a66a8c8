package io.github.lanewise.network.internal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Failures of files by the name that the caller knows: a channel's names none, and that of a save
 * may name its temporary file.
 */
public final class FileFailure {
  private FileFailure() {}

  /**
   * Returns a {@link FileSystemException} of {@code file} with {@code failure} as its cause; an
   * interruption, which is not the file's, as it is.
   */
  public static IOException of(Path file, IOException failure) {
    if (failure instanceof ClosedByInterruptException) {
      return failure;
    }
    String name = file.toString();
    FileSystemException named =
        switch (failure) {
          case NoSuchFileException e -> new NoSuchFileException(name, null, e.getReason());
          case AccessDeniedException e -> new AccessDeniedException(name, null, e.getReason());
          case FileSystemException e ->
              new FileSystemException(name, null, reason(e, e.getReason()));
          default -> new FileSystemException(name, null, reason(failure, failure.getMessage()));
        };
    named.initCause(failure);
    return named;
  }

  private static String reason(IOException failure, @Nullable String reason) {
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}
