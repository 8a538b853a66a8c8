package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints how much the speed of GEMM depends on the JVM that it happens to run in: where the arrays
 * lie and what the JIT made of it stay as they are for the life of a JVM. Five shapes, each as the
 * percent of the FMA ceiling that every fork has in the median.
 */
public final class ForkFigures {

  private static final String USAGE =
      """
      usage: ForkFigures [--forks N] [--quick]
        --forks N  measure in N child JVMs, one after the other; 10 without it
        --quick    short runs: for a look, not for figures
      """;

  private static final int FORKS = 10;

  /** A fork that is off by more than that, from the median of all, is another mode. */
  private static final double MODE = 0.10;

  private ForkFigures() {}

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
      Map<String, List<PairedTiming>> timings =
          KernelFigures.forked(Suite.SHAPES, options.effort(), options.forks());
      out.print(MachineSheet.describe());
      out.println();
      out.printf(
          "percent of the FMA ceiling, medians of %d pairs in each of %d JVMs%n%n",
          options.effort().pairs(), options.forks());
      out.println(header());
      timings.forEach((name, runs) ->
          out.println(row(name, runs.stream().mapToDouble(run -> 100 * run.ratio()).toArray())));
      return 0;
    } catch (UnsupportedOperationException e) { // the kernels name the cause and the remedy
      err.println(e.getMessage());
      return 1;
    }
  }

  static String header() {
    return "%-16s %7s %7s %7s  %-8s %s".formatted("", "least", "median", "most", "", "each");
  }

  /** One line of the table. */
  static String row(String name, double[] percents) {
    double[] sorted = percents.clone();
    Arrays.sort(sorted);
    double least = sorted[0];
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    double most = sorted[sorted.length - 1];
    boolean bimodal = median - least > MODE * median || most - median > MODE * median;
    String each =
        Arrays.stream(percents)
            .mapToObj(percent -> String.format(Locale.ROOT, "%.1f", percent))
            .collect(Collectors.joining(" "));
    return "%-16s %7.1f %7.1f %7.1f  %-8s %s"
        .formatted(name, least, median, most, bimodal ? "bimodal" : "", each);
  }

  /** The command line. */
  record Options(int forks, Effort effort) {

    static Options parse(List<String> args) {
      int forks = FORKS;
      Effort effort = Effort.FULL;
      for (int i = 0; i < args.size(); i++) {
        switch (args.get(i)) {
          case KernelFigures.Options.QUICK -> effort = Effort.QUICK;
          case KernelFigures.Options.FORKS -> forks = KernelFigures.Options.forks(args, ++i);
          default -> throw new IllegalArgumentException("figures: unknown argument " + args.get(i));
        }
      }
      return new Options(forks, effort);
    }
  }
}
