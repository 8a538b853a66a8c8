package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.internal.AtomicFile;
import io.github.lanewise.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Saves in other JVMs, and kills some in the middle, as {@code kill -9} does. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ModelFileProcessTest {
  private static final long SEED = 9;
  private static final int SIGKILL = 128 + 9;
  private static final int UNITS = 400;

  @TempDir private Path directory;

  /** Saves generations 0, 1, 2, ...: every weight is the generation. */
  static final class Saver {
    private Saver() {}

    /** Takes the model's file, a file to write the process's number to, and how many saves. */
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0]);
      generation(0).save(file);
      Files.writeString(Path.of(arguments[1]), Long.toString(ProcessHandle.current().pid()));
      for (int generation = 1; generation < Integer.parseInt(arguments[2]); generation++) {
        generation(generation).save(file);
      }
    }
  }

  static Network generation(int generation) {
    float[] weights = new float[UNITS * UNITS];
    float[] biases = new float[UNITS];
    Arrays.fill(weights, generation);
    Arrays.fill(biases, generation);
    List<Layer> layers = List.of(new Layer(UNITS, UNITS, Activation.of("identity")));
    return Network.of(layers, List.of(weights), List.of(biases));
  }

  @Test
  void aKilledSaveLeavesAWholeGeneration() throws Exception {
    killSavers(8);
  }

  @Test
  @Tag("long")
  void manyKilledSavesLeaveWholeGenerations() throws Exception {
    int strays = killSavers(200);
    // A check of the test: some kills came in the middle of a save.
    assertThat(strays).isBetween(20, 200);
  }

  /** Returns how many kills left a temporary file. */
  private int killSavers(int kills) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    Path file = directory.resolve("model");
    Path pid = directory.resolve("pid");
    int strays = 0;
    for (int kill = 0; kill < kills; kill++) {
      Files.deleteIfExists(pid);
      CompletableFuture<ChildJvm.Result> child = save(file, pid, 1 << 24);
      kill(child, pid, random.nextInt(250));

      String what = "kill " + kill + ", seed " + SEED;
      ChildJvm.Result result = child.get();
      assertThat(result.exitCode()).as(what + ": " + result).isEqualTo(SIGKILL);
      assertWholeGeneration(Network.load(file), what);
      int left = temporaryFiles().size();
      assertThat(left).as(what).isLessThanOrEqualTo(1);
      strays += left;
      generation(-1).save(file);
      assertThat(temporaryFiles()).as(what).isEmpty();
    }
    return strays;
  }

  private static CompletableFuture<ChildJvm.Result> save(Path file, Path pid, int saves) {
    ChildJvm jvm = ChildJvm.of(Saver.class).limit(Duration.ofMinutes(5));
    return CompletableFuture.supplyAsync(
        () -> jvm.run(file.toString(), pid.toString(), Integer.toString(saves)),
        task -> Thread.ofPlatform().start(task));
  }

  @Test
  void saversInThreeProcessesDoNotDisturbEachOther() throws Exception {
    saveInProcesses(3, 50);
  }

  @Test
  @Tag("long")
  void saversInSixProcessesDoNotDisturbEachOther() throws Exception {
    saveInProcesses(6, 2_000);
  }

  private void saveInProcesses(int processes, int saves) throws Exception {
    Path file = directory.resolve("model");
    Path pid = directory.resolve("pid");
    List<CompletableFuture<ChildJvm.Result>> savers =
        Stream.generate(() -> save(file, pid, saves)).limit(processes).toList();
    while (!savers.stream().allMatch(CompletableFuture::isDone)) {
      if (Files.exists(file)) {
        assertWholeGeneration(Network.load(file), "while saved");
      }
      Thread.sleep(1);
    }
    for (CompletableFuture<ChildJvm.Result> saver : savers) {
      assertThat(saver.get().outputOfSuccess()).isEmpty();
    }
    assertThat(Network.load(file).biases(0)[0]).isEqualTo(saves - 1f);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void aSaveStaysLockedWhileItsOwnProcessSavesAnother() throws IOException {
    Path file = directory.resolve("model");
    AtomicFile.replace(
        file,
        channel -> {
          generation(1).save(directory.resolve("another"));
          String pid = directory.resolve("pid").toString();
          ChildJvm.of(Saver.class).run(file.toString(), pid, "1").outputOfSuccess();
          ModelFile.write(generation(2), channel);
        });
    assertWholeGeneration(Network.load(file), "saved last");
    assertThat(Network.load(file).biases(0)[0]).isEqualTo(2f);
    assertThat(temporaryFiles()).isEmpty();
  }

  private static void kill(CompletableFuture<?> child, Path pid, int delayMillis)
      throws IOException, InterruptedException {
    while (!child.isDone() && (!Files.exists(pid) || Files.size(pid) == 0)) {
      Thread.sleep(1);
    }
    if (child.isDone()) {
      return; // too early: what it wrote is told where its exit code is compared
    }
    Thread.sleep(delayMillis);
    ProcessHandle.of(Long.parseLong(Files.readString(pid)))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void assertWholeGeneration(Network network, String what) {
    float generation = network.biases(0)[0];
    assertThat(SavedNetworks.contents(network))
        .as(what)
        .isEqualTo(SavedNetworks.contents(generation((int) generation)));
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().endsWith(".tmp")).toList();
    }
  }
}
