package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts the power after each call of a save, and drops any of what was not forced to the medium. */
class AtomicFileCrashTest {
  private static final String LOST = "lost";

  /** Content as written, and as it is on the medium. */
  private static final class Inode {
    private String written = "";
    private String forced = LOST;
  }

  /** A disk that remembers what could be found on it after a power cut at any time. */
  private final class SimulatedDisk implements Disk {
    private final Map<Path, Inode> forcedEntries = new HashMap<>();
    private final List<Consumer<Map<Path, Inode>>> unforcedChanges = new ArrayList<>();
    private final Map<Path, Inode> entries = new HashMap<>();
    private final boolean forcesFiles;
    private final boolean forcesDirectories;
    private final Set<String> found = new HashSet<>();

    SimulatedDisk(boolean forcesFiles, boolean forcesDirectories) {
      this.forcesFiles = forcesFiles;
      this.forcesDirectories = forcesDirectories;
      Inode old = new Inode();
      old.forced = "old";
      forcedEntries.put(file, old);
      entries.put(file, old);
    }

    /** What the file may hold after a power cut now: each unforced change made it, or did not. */
    private Set<String> afterPowerCut() {
      Set<String> contents = new HashSet<>();
      for (int subset = 0; subset < 1 << unforcedChanges.size(); subset++) {
        Map<Path, Inode> surviving = new HashMap<>(forcedEntries);
        for (int c = 0; c < unforcedChanges.size(); c++) {
          if ((subset >> c & 1) == 1) {
            unforcedChanges.get(c).accept(surviving);
          }
        }
        Inode inode = surviving.get(file);
        contents.add(inode == null ? "missing" : inode.forced);
      }
      return contents;
    }

    private void change(Consumer<Map<Path, Inode>> change) {
      change.accept(entries);
      unforcedChanges.add(change);
      found.addAll(afterPowerCut());
    }

    @Override
    public Handle openDirectory(Path path) {
      return new Handle() {
        @Override
        public void force() {
          if (forcesDirectories) {
            forcedEntries.clear();
            forcedEntries.putAll(entries);
            unforcedChanges.clear();
          }
          found.addAll(afterPowerCut());
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Output create(Path target) {
      Path path = target.resolveSibling("temporary");
      Inode inode = new Inode();
      change(entries -> entries.put(path, inode));
      return new Output() {
        @Override
        public int write(ByteBuffer bytes) {
          inode.written += StandardCharsets.UTF_8.decode(bytes);
          inode.forced = LOST;
          found.addAll(afterPowerCut());
          return 0;
        }

        @Override
        public void force() {
          if (forcesFiles) {
            inode.forced = inode.written;
          }
          found.addAll(afterPowerCut());
        }

        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public Path path() {
          return path;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void move(Path from, Path to) {
      Inode moved = entries.get(from);
      change(entries -> {
        entries.remove(from);
        entries.put(to, moved);
      });
    }

    @Override
    public void delete(Path path) {
      change(entries -> entries.remove(path));
    }
  }

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("model");
  }

  private void save(Disk disk) throws IOException {
    AtomicFile.replace(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap("ne".getBytes(StandardCharsets.UTF_8)));
          channel.write(ByteBuffer.wrap("w".getBytes(StandardCharsets.UTF_8)));
        },
        disk);
  }

  @Test
  void aPowerCutLeavesTheOldFileOrTheNewOne() throws IOException {
    var disk = new SimulatedDisk(true, true);
    save(disk);
    assertThat(disk.found).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void aSavedFileSurvivesAPowerCut() throws IOException {
    var disk = new SimulatedDisk(true, true);
    save(disk);
    assertThat(disk.afterPowerCut()).containsExactly("new");
  }

  @Test
  void theSimulationSeesASaveThatDoesNotForceItsFile() throws IOException {
    var disk = new SimulatedDisk(false, true);
    save(disk);
    assertThat(disk.found).contains(LOST);
  }

  @Test
  void theSimulationSeesASaveThatDoesNotForceItsDirectory() throws IOException {
    var disk = new SimulatedDisk(true, false);
    save(disk);
    assertThat(disk.afterPowerCut()).containsExactlyInAnyOrder("old", "new");
  }
}
