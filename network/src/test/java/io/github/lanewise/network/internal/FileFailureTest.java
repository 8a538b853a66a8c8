package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileFailureTest {
  private static final Path FILE = Path.of("m");

  record Example(IOException failure, Class<? extends IOException> type, String message) {}

  private static Example[] examples() {
    return new Example[] {
      new Example(
          new IOException("No space left on device"),
          FileSystemException.class,
          "m: No space left on device"),
      new Example(new IOException(), FileSystemException.class, "m: IOException"),
      new Example(
          new FileSystemException(".t", null, "Read-only file system"),
          FileSystemException.class,
          "m: Read-only file system"),
      new Example(
          new AtomicMoveNotSupportedException(".t", "m", "Invalid cross-device link"),
          FileSystemException.class,
          "m: Invalid cross-device link"),
      new Example(new AccessDeniedException(".t"), AccessDeniedException.class, "m"),
      new Example(new NoSuchFileException("d"), NoSuchFileException.class, "m"),
    };
  }

  @ParameterizedTest
  @MethodSource("examples")
  void namesTheFileOfTheCaller(Example example) {
    IOException named = FileFailure.of(FILE, example.failure());
    assertThat(named)
        .isExactlyInstanceOf(example.type())
        .hasMessage(example.message())
        .hasCause(example.failure());
    assertThat(((FileSystemException) named).getFile()).isEqualTo("m");
  }

  @Test
  void keepsAnInterruption() {
    var interruption = new ClosedByInterruptException();
    assertThat(FileFailure.of(FILE, interruption)).isSameAs(interruption);
  }
}
