package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Prints how much faster training steps are with several threads than with one, of the networks,
 * batches and optimizers of {@link TrainGrid}: the two trainers take turns in this process, see
 * {@link Pairing}. Or how long a whole training takes, see {@link FashionFigures}.
 */
public final class TrainFigures {

  private static final String USAGE =
      """
      usage: TrainFigures scaling [--threads N] [--quick]
             TrainFigures fashion DIR [--threads N] [--rate R]
        DIR          where the four gzipped IDX files of Fashion-MNIST are
        --threads N  scaling: compare N threads with one; fashion: train with N; 2 without it
        --quick      short runs of the smaller cases: for a look, not for figures
        --rate R     learning rate of the first epoch; 0.003 without it
      """;

  /** What the command line asks for. */
  @FunctionalInterface
  private interface Figures {
    void print(PrintStream out) throws IOException;
  }

  private TrainFigures() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args, System.out, System.err));
  }

  /** Returns the exit code: 0, 1 if nothing could be measured, 2 for bad usage. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    Figures figures;
    try {
      figures = parse(List.of(args));
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
    try {
      figures.print(out);
      return 0;
    } catch (UnsupportedOperationException e) { // the kernels name the cause and the remedy
      err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      err.println("figures: can't read the images: " + e);
      return 1;
    }
  }

  private static Figures parse(List<String> args) {
    String first = value(args, 0);
    List<String> others = args.subList(Math.min(1, args.size()), args.size());
    return switch (first) {
      case "scaling" -> {
        Options options = Options.parse(others);
        yield out -> print(options, out);
      }
      case "fashion" -> FashionFigures.parse(others)::print;
      default ->
          throw new IllegalArgumentException(
              "figures: the first argument must be scaling or fashion, got " + first);
    };
  }

  /** The argument at an index; where there is none, "nothing". */
  static String value(List<String> args, int index) {
    return index < args.size() ? args.get(index) : "nothing";
  }

  /** Reads the value of {@code --threads}. */
  static int threads(String text) {
    if (text.matches("[1-9]\\d{0,3}") && Integer.parseInt(text) <= 1024) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("figures: --threads must be in 1..1024, got " + text);
  }

  private static void print(Options options, PrintStream out) {
    out.print(MachineSheet.describe());
    out.printf("%-9s  medians of %d pairs%n%n", "figures", options.effort().pairs());
    List<Case> cases = cases(options);
    int nameWidth = cases.stream().mapToInt(c -> c.name().length()).max().orElse(1);
    out.println(header(nameWidth, options.threads()));
    List<Row> rows = new ArrayList<>();
    for (Case figure : cases) {
      Row row = new Row(figure.name(), figure.run(options.effort().pairs()));
      rows.add(row);
      out.println(row.format(nameWidth));
      out.flush();
    }
    rows.stream()
        .min(Comparator.comparingDouble(row -> row.timing().ratio()))
        .ifPresent(lowest -> out.printf("%nlowest%n%s%n", lowest.format(nameWidth)));
  }

  static List<Case> cases(Options options) {
    Effort effort = options.effort();
    List<DuelCase> grid = effort.largeCases() ? TrainGrid.all() : TrainGrid.quick();
    return grid.stream()
        .map(DuelCase::name)
        .map(name -> new Case(name, () -> sides(TrainProblem.parse(name), options)))
        .toList();
  }

  private static Case.Sides sides(TrainProblem problem, Options options) {
    return new Case.Sides(
        new StepSide(problem, options.threads(), options.effort()),
        new StepSide(problem, 1, options.effort()));
  }

  static String header(int nameWidth, int threads) {
    String heading =
        """
        Training steps with %d threads against one: ReLU, softmax cross-entropy; microseconds
        """
            .formatted(threads);
    String head =
        ("%-" + nameWidth + "s  %10s  %10s  %9s  %15s")
            .formatted("", threads + " threads", "one", "ratio", "quartiles");
    return heading + "\n" + head;
  }

  /** A line of the table; rates are steps per nanosecond. */
  record Row(String name, PairedTiming timing) {

    String format(int nameWidth) {
      return ("%-" + nameWidth + "s  %10.2f  %10.2f  %8.2fx  %6.2f - %6.2f")
          .formatted(
              name,
              1e-3 / timing.rateOfA(),
              1e-3 / timing.rateOfB(),
              timing.ratio(),
              timing.lowerQuartile(),
              timing.upperQuartile());
    }
  }

  /** Steps of one trainer. */
  private static final class StepSide implements Side {

    private final Training training;
    private final TimedSide timed;

    StepSide(TrainProblem problem, int threads, Effort effort) {
      training = new LanewiseTrain(threads).start(problem, TrainDuel.MEASURED_RATE);
      timed = new TimedSide(1, training, effort);
    }

    @Override
    public void prepare() {
      timed.prepare();
    }

    /** Wakes the threads, which have parked while the other side had its turn, before it times. */
    @Override
    public double measure() {
      training.step();
      return timed.measure();
    }

    @Override
    public void close() {
      training.close();
    }
  }

  /** What follows {@code scaling} on the command line. */
  record Options(int threads, Effort effort) {

    static Options parse(List<String> args) {
      int threads = 2;
      Effort effort = Effort.FULL;
      for (int i = 0; i < args.size(); i++) {
        switch (args.get(i)) {
          case "--quick" -> effort = Effort.QUICK;
          case "--threads" -> threads = TrainFigures.threads(value(args, ++i));
          default -> throw new IllegalArgumentException("figures: unknown argument " + args.get(i));
        }
      }
      return new Options(threads, effort);
    }
  }
}
