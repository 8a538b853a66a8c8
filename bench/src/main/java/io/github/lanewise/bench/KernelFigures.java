package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Prints how fast the kernels are on this machine, each beside what bounds it, measured in turn
 * with it: see {@link Suite} for the tables and {@link Pairing} for how they are made.
 */
public final class KernelFigures {

  private static final String USAGE =
      """
      usage: KernelFigures [gemm|shapes|scaling|bandwidth|activations|all]... [--forks N] [--quick]
        --forks N  measure in N child JVMs, one after the other, and take their pairs together
        --quick    short runs of the smaller cases: for a look, not for figures
      """;

  private final Options options;
  private final PrintStream out;

  private KernelFigures(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args, System.out, System.err));
  }

  /** Returns the exit code: 0, 1 if nothing could be measured, 2 for bad usage. */
  static int run(String[] args, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(List.of(args));
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
    try {
      Kernels.requireUsable();
      KernelFigures figures = new KernelFigures(options, out);
      if (options.raw()) {
        figures.printSamples();
      } else {
        figures.printTables();
      }
      return 0;
    } catch (UnsupportedOperationException e) { // the kernels name the cause and the remedy
      err.println(e.getMessage());
      return 1;
    }
  }

  /** For the parent of a fork: suite, case and rates, separated by tabs. */
  private void printSamples() {
    for (Suite suite : options.suites()) {
      measure(
          suite, (name, timing) -> out.println(suite.id() + "\t" + name + "\t" + timing.format()));
    }
  }

  private void printTables() throws IOException, InterruptedException {
    out.print(MachineSheet.describe());
    out.printf(
        "%-9s  medians of %d pairs in %d %s%n",
        "figures",
        options.effort().pairs() * options.forks(),
        options.forks(),
        options.forks() == 1 ? "JVM" : "JVMs");
    for (Suite suite : options.suites()) {
      int nameWidth =
          suite.cases(options.effort()).stream().mapToInt(c -> c.name().length()).max().orElse(1);
      out.println();
      out.println(suite.header(nameWidth));
      BiConsumer<String, PairedTiming> printRow =
          (name, timing) -> {
            out.println(suite.row(nameWidth, name, timing));
            out.flush();
          };
      if (options.forks() == 1) {
        measure(suite, printRow);
      } else {
        forked(suite, options.effort(), options.forks())
            .forEach((name, runs) -> printRow.accept(name, PairedTiming.merge(runs)));
      }
    }
  }

  private void measure(Suite suite, BiConsumer<String, PairedTiming> report) {
    Effort effort = options.effort();
    for (Case figure : suite.cases(effort)) {
      report.accept(figure.name(), figure.run(effort.pairs()));
    }
  }

  /** The timings of each case, one of each fork, in the suite's order. */
  static Map<String, List<PairedTiming>> forked(Suite suite, Effort effort, int forks)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(suite.id(), Options.RAW));
    if (effort.equals(Effort.QUICK)) {
      arguments.add(Options.QUICK);
    }
    List<String> command = JvmCommand.of(flag -> true, List.of(), KernelFigures.class, arguments);
    Map<String, List<PairedTiming>> timings = new LinkedHashMap<>();
    for (int fork = 0; fork < forks; fork++) {
      JvmCommand.run(
          new ProcessBuilder(command),
          line -> {
            String[] fields = line.split("\t");
            timings
                .computeIfAbsent(fields[1], name -> new ArrayList<>())
                .add(PairedTiming.parse(fields[2]));
          });
    }
    return timings;
  }

  /** The command line; each table once. */
  record Options(List<Suite> suites, int forks, Effort effort, boolean raw) {

    static final String QUICK = "--quick";
    static final String FORKS = "--forks";
    static final String RAW = "--samples";
    private static final int MOST_FORKS = 100;

    static Options parse(List<String> args) {
      Set<Suite> suites = new LinkedHashSet<>();
      int forks = 1;
      Effort effort = Effort.FULL;
      boolean raw = false;
      for (int i = 0; i < args.size(); i++) {
        switch (args.get(i)) {
          case QUICK -> effort = Effort.QUICK;
          case RAW -> raw = true;
          case FORKS -> forks = forks(args, ++i);
          case "all" -> suites.addAll(List.of(Suite.values()));
          default -> suites.add(suite(args.get(i)));
        }
      }
      return new Options(
          suites.isEmpty() ? List.of(Suite.values()) : List.copyOf(suites), forks, effort, raw);
    }

    private static Suite suite(String id) {
      for (Suite suite : Suite.values()) {
        if (suite.id().equals(id)) {
          return suite;
        }
      }
      throw new IllegalArgumentException("figures: unknown argument " + id);
    }

    /** The number at this place of the command line. */
    static int forks(List<String> args, int i) {
      String text = i < args.size() ? args.get(i) : "nothing";
      if (text.matches("[1-9]\\d{0,2}") && Integer.parseInt(text) <= MOST_FORKS) {
        return Integer.parseInt(text);
      }
      throw new IllegalArgumentException("figures: --forks must be in 1..100, got " + text);
    }
  }
}
