package io.github.lanewise.bench;

import io.github.lanewise.kernels.Lanewise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a figure is worth nothing without: the machine, the JVM and what was measured. */
final class MachineSheet {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private MachineSheet() {}

  static String describe() {
    String format = "%-9s  %s%n";
    return format.formatted("CPU", cpuModel())
        + format.formatted("cores", Runtime.getRuntime().availableProcessors())
        + format.formatted("caches", caches())
        + format.formatted("system", property("os.name") + " " + property("os.version"))
        + format.formatted(
            "JDK", property("java.vendor.version") + ", " + property("java.runtime.version"))
        + format.formatted("flags", String.join(" ", JvmCommand.flags()))
        + format.formatted("Lanewise", Lanewise.describe())
        + format.formatted("commit", commit())
        + format.formatted("date", Instant.now().truncatedTo(ChronoUnit.MINUTES));
  }

  private static String cpuModel() {
    String model = "";
    if (Files.isReadable(CPU_INFO)) {
      try (Stream<String> lines = Files.lines(CPU_INFO)) {
        model =
            lines
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", ")
                .findFirst()
                .orElse("");
      } catch (IOException e) {
        model = "";
      }
    }
    return model + property("os.arch");
  }

  private static String caches() {
    List<String> caches = new ArrayList<>();
    for (int index = 0; Files.isDirectory(CACHES.resolve("index" + index)); index++) {
      Path cache = CACHES.resolve("index" + index);
      read(cache.resolve("type"))
          .filter(type -> !type.equals("Instruction"))
          .flatMap(type ->
              read(cache.resolve("level"))
                  .flatMap(
                      level -> read(cache.resolve("size")).map(size -> "L" + level + " " + size)))
          .ifPresent(caches::add);
    }
    return caches.isEmpty() ? "unknown" : String.join(", ", caches);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** {@code -Dcommit=...} of this JVM, or what the build was told. */
  private static String commit() {
    String built = MachineSheet.class.getPackage().getImplementationVersion();
    return System.getProperty("commit", Objects.requireNonNullElse(built, "unknown"));
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
