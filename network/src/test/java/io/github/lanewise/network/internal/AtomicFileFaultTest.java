package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Makes the k-th file-system call of a save fail, for every k. */
class AtomicFileFaultTest {
  private static final String OLD = "old content";
  private static final String NEW = "new content in three pieces";

  private static final List<String> CALLS =
      List.of(
          "openDirectory",
          "create",
          "write",
          "write",
          "write",
          "write",
          "write",
          "force",
          "move",
          "forceDirectory",
          "close",
          "closeDirectory");

  enum Fault {
    /** The call does nothing and throws. */
    BEFORE,
    /** The call does its work and throws; one that opens or creates leaves nothing open. */
    AFTER,
    /** A write takes half of its bytes, and the disk is full. */
    SHORT_WRITE,
    /** The thread is interrupted as the call begins. */
    INTERRUPT
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  /** The real disk; its call number {@code failing}, counted from 0, has the fault. */
  private static final class FaultyDisk implements Disk {
    private final Disk disk = new RealDisk();
    private final List<String> calls = new ArrayList<>();
    private final int failing;
    private final Fault fault;

    FaultyDisk(int failing, Fault fault) {
      this.failing = failing;
      this.fault = fault;
    }

    private <T extends Handle> T open(String name, Call<T> call) throws IOException {
      if (calls.size() == failing && fault == Fault.AFTER) {
        return call(
            name,
            () -> {
              throw new IOException("No space left on device");
            });
      }
      return call(name, call);
    }

    private <T> T call(String name, Call<T> call) throws IOException {
      boolean fails = calls.size() == failing;
      calls.add(name);
      if (!fails) {
        return call.run();
      }
      switch (fault) {
        case INTERRUPT -> {
          Thread.currentThread().interrupt();
          return call.run();
        }
        case AFTER -> call.run();
        case BEFORE, SHORT_WRITE -> {}
      }
      throw new IOException("No space left on device");
    }

    private int write(Output output, ByteBuffer bytes) throws IOException {
      if (calls.size() == failing && fault == Fault.SHORT_WRITE) {
        output.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
      }
      return call("write", () -> output.write(bytes));
    }

    @Override
    public Handle openDirectory(Path directory) throws IOException {
      Handle handle = open("openDirectory", () -> disk.openDirectory(directory));
      return new Handle() {
        @Override
        public void force() throws IOException {
          call("forceDirectory", () -> done(handle::force));
        }

        @Override
        public void close() throws IOException {
          call("closeDirectory", () -> done(handle::close));
        }
      };
    }

    @Override
    public Output create(Path target) throws IOException {
      Output output = open("create", () -> disk.create(target));
      return new Output() {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
          return FaultyDisk.this.write(output, bytes);
        }

        @Override
        public void force() throws IOException {
          call("force", () -> done(output::force));
        }

        @Override
        public boolean isOpen() {
          return output.isOpen();
        }

        @Override
        public Path path() {
          return output.path();
        }

        @Override
        public void close() throws IOException {
          call("close", () -> done(output::close));
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      call("move", () -> done(() -> disk.move(from, to)));
    }

    @Override
    public void delete(Path file) throws IOException {
      call("delete", () -> done(() -> disk.delete(file)));
    }

    private interface Action {
      void run() throws IOException;
    }

    private static boolean done(Action action) throws IOException {
      action.run();
      return true;
    }
  }

  @TempDir private Path directory;

  private static void writeInPieces(WritableByteChannel channel) throws IOException {
    for (String piece : NEW.split("(?<= )")) {
      ByteBuffer bytes = ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Test
  void savesInThisOrder() throws IOException {
    var disk = new FaultyDisk(-1, Fault.BEFORE);
    AtomicFile.replace(directory.resolve("model"), AtomicFileFaultTest::writeInPieces, disk);
    assertThat(disk.calls).containsExactlyElementsOf(CALLS);
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultAtEveryCallLeavesTheOldFileOrTheNewOne(Fault fault) throws IOException {
    Path file = directory.resolve("model");
    for (int k = 0; k < CALLS.size(); k++) {
      String what = fault + " at " + CALLS.get(k) + ", call " + k;
      Files.writeString(file, OLD);
      boolean thrown = false;
      try {
        AtomicFile.replace(file, AtomicFileFaultTest::writeInPieces, new FaultyDisk(k, fault));
      } catch (IOException e) {
        thrown = true;
        if (fault != Fault.INTERRUPT) {
          assertThat(e).as(what).hasMessageStartingWith(file + ": ");
        }
        Throwable failure = e.getCause() == null ? e : e.getCause();
        assertThat(failure.getSuppressed()).as(what).isEmpty();
      }
      assertThat(Thread.interrupted()).as(what).isEqualTo(fault == Fault.INTERRUPT);

      int move = CALLS.indexOf("move");
      boolean moves = fault == Fault.AFTER || fault == Fault.INTERRUPT;
      assertThat(file).as(what).hasContent(k > move || (k == move && moves) ? NEW : OLD);
      // Only the two closing calls are not interruptible, and nothing after them is.
      boolean fails = fault != Fault.INTERRUPT || k <= CALLS.indexOf("forceDirectory");
      assertThat(thrown).as(what).isEqualTo(fails);
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files).as(what).containsExactly(file);
      }
    }
  }

  @Test
  void aFailingRemovalIsReportedBesideItsCause() throws IOException {
    Path file = Files.writeString(directory.resolve("model"), OLD);
    var disk =
        new Disk() {
          private final Disk real = new RealDisk();

          @Override
          public Handle openDirectory(Path path) throws IOException {
            return real.openDirectory(path);
          }

          @Override
          public Output create(Path target) throws IOException {
            return real.create(target);
          }

          @Override
          public void move(Path from, Path to) throws IOException {
            throw new IOException("move");
          }

          @Override
          public void delete(Path path) throws IOException {
            throw new IOException("delete");
          }
        };
    assertThatCode(() -> AtomicFile.replace(file, AtomicFileFaultTest::writeInPieces, disk))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": move")
        .cause()
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1))
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("delete"));
    assertThat(file).hasContent(OLD);
  }
}
