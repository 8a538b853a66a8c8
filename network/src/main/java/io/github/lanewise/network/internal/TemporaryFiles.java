package io.github.lanewise.network.internal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The temporary files of savers: {@code .lanewise-<JVM>-<save>.tmp}. A saver holds a lock on its
 * file, which the operating system takes away when the process dies, however it dies.
 */
final class TemporaryFiles {
  private static final String JVM = UUID.randomUUID().toString().replace("-", "");
  private static final String PREFIX = ".lanewise-";
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "(?<jvm>[0-9a-f]{32})-[0-9a-f]{16}\\.tmp");

  private TemporaryFiles() {}

  /** Returns a new name in the directory of {@code file}. */
  static Path nameBeside(Path file) {
    String save = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    return file.resolveSibling(PREFIX + JVM + "-" + save + ".tmp");
  }

  /** Removes the temporary files of dead savers; keeps what it cannot tell, and never fails. */
  static void removeAbandoned(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*.tmp")) {
      for (Path file : files) {
        if (isOfAnotherJvm(file)) {
          removeIfAbandoned(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A directory that cannot be listed: cleaning up is no reason to fail a save.
    }
  }

  // Files of this JVM are left alone: opening and closing one would drop its lock (POSIX).
  private static boolean isOfAnotherJvm(Path file) {
    var name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        && !name.group("jvm").equals(JVM)
        && Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  private static void removeIfAbandoned(Path file) {
    try (FileChannel channel = FileChannel.open(file, WRITE, NOFOLLOW_LINKS)) {
      // Deleted under the lock, so that a saver that gets the lock later sees that it is gone.
      if (channel.tryLock() != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Somebody else's, or a file system without locks: stays.
    }
  }
}
