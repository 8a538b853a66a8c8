package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;

class FileProblemTest {
  @Test
  void saysWhatAnExceptionMeans() {
    assertThat(FileProblem.of(new NoSuchFileException("f"))).isEqualTo("no such file");
    assertThat(FileProblem.of(new AccessDeniedException("f"))).isEqualTo("permission denied");
    assertThat(FileProblem.of(new FileSystemException("f", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(FileProblem.of(new EOFException())).isEqualTo("the gzip stream ends early");
    assertThat(FileProblem.of(new ZipException("invalid block type")))
        .isEqualTo("damaged gzip stream (invalid block type)");
    assertThat(FileProblem.of(new IOException("broken pipe"))).isEqualTo("broken pipe");
    assertThat(FileProblem.of(new IOException())).isEqualTo("IOException");
  }
}
