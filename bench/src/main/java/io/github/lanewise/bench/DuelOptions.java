package io.github.lanewise.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all comparisons of rates can be told. */
final class DuelOptions {

  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--cases",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only the cases in whose names this is found. (all)")
  Pattern cases = Pattern.compile("");

  @Option(names = "--quick", description = "Few cases and short runs: for a look, not for figures.")
  boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of either side. (${DEFAULT-VALUE})")
  int threads = 1;

  @Option(
      names = "--avx2",
      description = "Keeps both sides from AVX-512: -XX:UseAVX=2, and the peers' own settings.")
  boolean avx2;

  @Option(
      names = "--peer-env",
      paramLabel = "NAME=VALUE",
      description =
          "A variable for the native peers, such as OPENBLAS_CORETYPE=Zen. Theirs in your own"
              + " environment are left out, lest they hold a peer back.")
  Map<String, String> peerEnvironment = new LinkedHashMap<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Also writes a list of {case, peer, unit, lanewise, peerValue, ratio}; a ratio above 1"
              + " means that Lanewise is faster.")
  @Nullable Path json;

  /**
   * Checks what needs no cases; writes nothing.
   *
   * @throws IllegalArgumentException if an option has a value that it cannot have
   */
  void check() {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "--threads must be 1 to %d, got %d".formatted(MOST_THREADS, threads));
    }
    if (peerEnvironment.containsKey("")) {
      throw new IllegalArgumentException("--peer-env must have a name before its =");
    }
    if (json != null && !isWritable(json)) {
      throw new IllegalArgumentException("--json must be a file that can be written, got " + json);
    }
  }

  /** What figures depend on, for the machine sheet. */
  String describe() {
    List<String> words = new ArrayList<>();
    words.add("threads " + threads);
    if (quick) {
      words.add("quick");
    }
    if (avx2) {
      words.add("without AVX-512");
    }
    peerEnvironment.forEach((name, value) -> words.add(name + "=" + value));
    return String.join(", ", words);
  }

  /** Opens the file as the results will be written to it, and leaves all as it was. */
  private static boolean isWritable(Path file) {
    Set<StandardOpenOption> options =
        Files.exists(file)
            ? Set.of(StandardOpenOption.WRITE)
            : Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    try {
      Files.newByteChannel(file, options).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The cases among these that are asked for.
   *
   * @throws IllegalArgumentException if there are none
   */
  List<DuelCase> select(List<DuelCase> all) {
    List<DuelCase> selected = all.stream().filter(of -> cases.matcher(of.name()).find()).toList();
    if (selected.isEmpty()) {
      throw new IllegalArgumentException(
          "--cases must be found in a case's name%s, got %s"
              .formatted(quick ? " (of the quick ones)" : "", cases));
    }
    return selected;
  }

  PeerEnvironment environment() {
    return new PeerEnvironment(threads, avx2, peerEnvironment);
  }

  /** Flags of the child JVMs beside those of this one. */
  List<String> jvmFlags() {
    return avx2 ? List.of("-XX:UseAVX=2") : List.of();
  }
}
