package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subcommand of {@code lanewise duel}. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Duel.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
abstract class PeerCommand implements Callable<Integer> {

  private static final String ALL = "all";

  final PrintStream out;
  final PrintStream err;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--peer",
      paramLabel = "NAME[,NAME...]",
      description = "Whom to compare with: some of the peers below, or all. (the first one or two)")
  private List<String> named = List.of();

  PeerCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** What the options ask for, ready to run. */
  interface Comparison {

    /** Returns whether something was measured, and nothing was wrong or refused. */
    boolean run() throws IOException, InterruptedException;
  }

  /** The peers on the class path, by name. */
  abstract List<String> peers();

  /** The peers that are asked unless others are; Lanewise is measured by the best of them. */
  abstract List<String> yardstick();

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one has a value that it cannot have
   */
  abstract Comparison with(List<String> asked);

  @Override
  public final Integer call() throws IOException, InterruptedException {
    Comparison comparison;
    try {
      comparison = with(asked(named, peers(), yardstick()));
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw new IllegalStateException("not made by picocli", e);
      }
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Kernels.requireUsable();
    return comparison.run() ? 0 : Duel.FAILED;
  }

  /**
   * The peers that are named, each once, or the usual ones.
   *
   * @param named lists of names, separated by commas
   * @throws IllegalArgumentException if one of them is not known
   */
  static List<String> asked(List<String> named, List<String> known, List<String> usual) {
    List<String> names =
        named.isEmpty()
            ? usual
            : named.stream().flatMap(list -> Stream.of(list.split(",", -1))).toList();
    LinkedHashSet<String> asked = new LinkedHashSet<>();
    for (String peer : names) {
      if (peer.equals(ALL)) {
        asked.addAll(known);
      } else if (known.contains(peer)) {
        asked.add(peer);
      } else {
        throw new IllegalArgumentException(
            "--peer must be some of %s or all, got %s"
                .formatted(String.join(", ", known), peer.isEmpty() ? "an empty name" : peer));
      }
    }
    return List.copyOf(asked);
  }
}
