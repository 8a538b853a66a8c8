package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static final String DEAD =
      ".lanewise-0123456789abcdef0123456789abcdef-0123456789abcdef.tmp";

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("model");
  }

  private static AtomicFile.Content text(String text) {
    return channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void assertOnlyFile(String content) throws IOException {
    assertThat(file).hasContent(content);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void createsAFile() throws IOException {
    AtomicFile.replace(file, text("new"));
    assertOnlyFile("new");
  }

  @Test
  void replacesAFile() throws IOException {
    Files.writeString(file, "a longer old content");
    AtomicFile.replace(file, text("new"));
    assertOnlyFile("new");
  }

  @Test
  void takesARelativePathWithoutDirectory() throws IOException {
    Path relative = Path.of("atomic-file-test-" + ProcessHandle.current().pid());
    try {
      AtomicFile.replace(relative, text("new"));
      assertThat(relative).hasContent("new");
    } finally {
      Files.deleteIfExists(relative);
    }
  }

  @Test
  void aReaderOfTheOldFileKeepsIt() throws IOException {
    Files.writeString(file, "old");
    try (FileChannel reader = FileChannel.open(file)) {
      AtomicFile.replace(file, text("new"));
      ByteBuffer bytes = ByteBuffer.allocate(8);
      reader.read(bytes);
      assertThat(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8))
          .isEqualTo("old");
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void keepsThePermissionsOfTheOldFile() throws IOException {
    Files.writeString(file, "old");
    for (String mode : new String[] {"rw-------", "rw-rw-rw-", "r--r-----"}) {
      Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
      Files.setPosixFilePermissions(file, permissions);
      AtomicFile.replace(file, text(mode));
      assertOnlyFile(mode);
      assertThat(Files.getPosixFilePermissions(file)).isEqualTo(permissions);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void keepsASymbolicLinkAndReplacesWhatItNames() throws IOException {
    Path link = directory.resolve("link");
    Files.writeString(file, "old");
    Files.createSymbolicLink(link, file.getFileName());
    AtomicFile.replace(link, text("new"));
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void rejectsADirectory() throws IOException {
    Files.createDirectory(file);
    assertThatThrownBy(() -> AtomicFile.replace(file, text("new")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(file + ": is a directory");
    assertThat(file).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void rejectsADevice() {
    Path device = Path.of("/dev/null");
    assertThatThrownBy(() -> AtomicFile.replace(device, text("new")))
        .isInstanceOf(FileSystemException.class)
        .hasMessage("/dev/null: is not a regular file");
  }

  @Test
  void rejectsADirectoryThatDoesNotExist() {
    Path missing = directory.resolve("missing").resolve("model");
    assertThatThrownBy(() -> AtomicFile.replace(missing, text("new")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void failsWhereNothingCanBeCreated() {
    assertThatThrownBy(() -> AtomicFile.replace(Path.of("/proc/model"), text("new")))
        .isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void failsInAReadOnlyDirectory() throws IOException {
    Files.writeString(file, "old");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
    try {
      assumeThat(Files.isWritable(directory)).as("the superuser writes anywhere").isFalse();
      assertThatThrownBy(() -> AtomicFile.replace(file, text("new")))
          .isInstanceOf(AccessDeniedException.class);
      assertOnlyFile("old");
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void failsInAZipFileSystem() throws IOException {
    Path zip = directory.resolve("files.zip");
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path model = files.getPath("/model");
      Files.writeString(model, "old");
      assertThatThrownBy(() -> AtomicFile.replace(model, text("new")))
          .isInstanceOf(IOException.class);
      assertThat(model).hasContent("old");
      try (Stream<Path> list = Files.list(files.getPath("/"))) {
        assertThat(list).containsExactly(model);
      }
    }
  }

  @Test
  void anExceptionOfTheContentLeavesTheOldFile() throws IOException {
    Files.writeString(file, "old");
    var failure = new IllegalStateException("content");
    assertThatThrownBy(() ->
            AtomicFile.replace(
                file,
                channel -> {
                  text("ne").writeTo(channel);
                  throw failure;
                }))
        .isSameAs(failure);
    assertOnlyFile("old");
  }

  @Test
  void anInterruptedThreadSavesNothingAndStaysInterrupted() throws IOException {
    Files.writeString(file, "old");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> AtomicFile.replace(file, text("new")))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertOnlyFile("old");
  }

  @Test
  void removesTheTemporaryFileOfADeadSaver() throws IOException {
    Files.writeString(directory.resolve(DEAD), "half");
    AtomicFile.replace(file, text("new"));
    assertOnlyFile("new");
  }

  @Test
  void keepsFilesThatAreNotTemporaryFilesOfASaver() throws IOException {
    Set<String> names =
        Set.of(
            ".lanewise-.tmp",
            ".lanewise-notes.tmp",
            DEAD + "x",
            "x" + DEAD,
            DEAD.toUpperCase(Locale.ROOT));
    for (String name : names) {
      Files.writeString(directory.resolve(name), "mine");
    }
    Path folder = directory.resolve(DEAD);
    Files.createDirectory(folder);
    AtomicFile.replace(file, text("new"));
    for (String name : names) {
      assertThat(directory.resolve(name)).hasContent("mine");
    }
    assertThat(folder).isDirectory();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void keepsASymbolicLinkWithTheNameOfATemporaryFile() throws IOException {
    Path link = directory.resolve(DEAD);
    Path notes = Files.writeString(directory.resolve("notes"), "mine");
    Files.createSymbolicLink(link, notes);
    AtomicFile.replace(file, text("new"));
    assertThat(link).isSymbolicLink();
    assertThat(notes).hasContent("mine");
  }

  @Test
  void keepsTheTemporaryFileOfASaverThatLives() throws IOException {
    Path other = directory.resolve(DEAD);
    try (FileChannel saver =
        FileChannel.open(other, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(saver.lock().isValid()).isTrue();
      AtomicFile.replace(file, text("new"));
      assertThat(other).exists();
    }
  }

  @Test
  void keepsTheTemporaryFilesOfItsOwnJvm() throws IOException {
    AtomicFile.replace(
        file,
        channel -> {
          AtomicFile.replace(file, text("inner"));
          text("outer").writeTo(channel);
        });
    assertOnlyFile("outer");
  }

  @Test
  void theLastOfManySaversWins() throws Exception {
    Thread[] savers = new Thread[8];
    var failures = new ConcurrentLinkedQueue<Throwable>();
    for (int s = 0; s < savers.length; s++) {
      String content = Integer.toString(s).repeat(10_000);
      savers[s] =
          Thread.ofPlatform()
              .uncaughtExceptionHandler((thread, e) -> failures.add(e))
              .start(() -> {
                for (int i = 0; i < 20; i++) {
                  try {
                    AtomicFile.replace(file, text(content));
                  } catch (IOException e) {
                    failures.add(e);
                  }
                }
              });
    }
    while (Stream.of(savers).anyMatch(Thread::isAlive)) {
      if (Files.exists(file)) {
        assertThat(Files.readString(file)).matches("(\\d)\\1{9999}");
      }
    }
    assertThat(failures).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }
}
