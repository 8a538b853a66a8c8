package io.github.lanewise.network.internal;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file system of the paths it is given. */
final class RealDisk implements Disk {
  private static final int ATTEMPTS = 10;

  private record ChannelOutput(Path path, FileChannel channel) implements Output {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
      return channel.write(bytes);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A directory of a file system that cannot force directories, as on Windows. */
  private record UnopenedDirectory() implements Handle {
    @Override
    public void force() {}

    @Override
    public void close() {}
  }

  @Override
  public Handle openDirectory(Path directory) throws IOException {
    if (posixView(directory) == null) {
      return new UnopenedDirectory();
    }
    return new ChannelOutput(directory, FileChannel.open(directory, READ));
  }

  @Override
  public Output create(Path target) throws IOException {
    Set<PosixFilePermission> permissions = permissions(target);
    FileAttribute<?>[] attributes =
        permissions == null
            ? new FileAttribute<?>[0]
            : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A new name each time: a saver that took the last one for abandoned may delete it yet.
      Path file = TemporaryFiles.nameBeside(target);
      FileChannel channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes);
      try {
        // Another saver may have taken the file for abandoned before it was locked.
        if (isLocked(channel) && Files.exists(file)) {
          if (permissions != null) {
            // Again, for what the process's umask took away.
            Files.setPosixFilePermissions(file, permissions);
          }
          return new ChannelOutput(file, channel);
        }
        channel.close();
        Files.deleteIfExists(file);
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        Files.deleteIfExists(file);
        throw e;
      }
    }
    throw new FileSystemException(
        target.toString(), null, "a temporary file beside it vanishes when it is created");
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      // Some network file systems have no locks. Then no saver can take the file for abandoned.
      return true;
    }
  }

  private static @Nullable Set<PosixFilePermission> permissions(Path file) throws IOException {
    PosixFileAttributeView view = posixView(file);
    return view == null || !Files.exists(file) ? null : view.readAttributes().permissions();
  }

  private static @Nullable PosixFileAttributeView posixView(Path file) {
    return Files.getFileAttributeView(file, PosixFileAttributeView.class);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
