package io.github.lanewise.cli;

import io.github.lanewise.cli.data.Dataset;
import io.github.lanewise.cli.data.Split;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.kernels.Argmax;
import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.kernels.internal.FmaCeiling;
import io.github.lanewise.network.Evaluation;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/** What {@code lanewise train} prints. */
final class TrainReport {
  private static final int CEILING_ROUNDS = 75;
  private static final int CEILING_TRIES = 12;

  /** A measurement that gains less has nothing more to find. */
  private static final double CEILING_GAIN = 1.1;

  /** By how much a loss must have changed to be worth a word. */
  private static final double NOTABLE = 0.02;

  private final PrintStream out;
  private final Training.Settings settings;
  private final Split split;
  private final double spread;
  private final boolean shortRun;

  TrainReport(Console console, Training training) {
    this.out = console.out();
    this.settings = training.settings();
    this.split = training.split();
    this.spread = training.targetScale().spread();
    this.shortRun = training.isShort();
  }

  private boolean classify() {
    return settings.task() == Task.CLASSIFY;
  }

  void before(Network network) {
    Dataset train = split.train();
    int validation = split.validation().samples();
    int test = split.test().samples();
    String labels =
        classify()
            ? train.classNames().size() + " classes"
            : "to predict " + Console.printable(train.labelName());
    out.printf(
        Locale.ROOT,
        "data      %s: %,d samples of %,d features, %s%n",
        train.source(),
        train.samples() + validation + test,
        train.features(),
        labels);
    out.printf(
        Locale.ROOT,
        "          %,d to train on, %,d to validate, %,d to test%n",
        train.samples(),
        validation,
        test);
    StringBuilder shape = new StringBuilder().append(network.inputs());
    for (Layer layer : network.layers()) {
      shape.append(" - ").append(layer.units()).append(' ').append(layer.activation().id());
    }
    out.printf(Locale.ROOT, "network   %s, %,d parameters%n", shape, network.parameterCount());
    out.printf(
        Locale.ROOT,
        "training  %s, learning rate %s, l2 %s, scale %s, batch %d, %d epoch%s, seed %d, %d thread%s%n",
        settings.optimizer(),
        settings.learningRate(),
        settings.l2(),
        settings.scaling(),
        settings.batch(),
        settings.epochs(),
        plural(settings.epochs()),
        settings.seed(),
        settings.threads(),
        plural(settings.threads()));
    out.printf(Locale.ROOT, "kernels   %s%n", Lanewise.describe());
    if (shortRun) {
      out.println("          this run is over before C2 has compiled vector kernels");
    }
    out.println();
  }

  String epochHeader() {
    String score = classify() ? "accuracy" : "rmse";
    return String.format(
        Locale.ROOT,
        "%5s  %14s %9s  %15s %9s",
        "epoch",
        "training loss",
        score,
        "validation loss",
        score);
  }

  String epochLine(int epoch, History.Epoch result) {
    return String.format(
        Locale.ROOT,
        "%5d  %14s %9s  %15s %9s",
        epoch,
        loss(result.training()),
        score(result.training()),
        loss(result.validation()),
        score(result.validation()));
  }

  /** Accuracy, or the root mean squared error in the units of the label. */
  private String score(Evaluation evaluation) {
    return classify()
        ? String.format(Locale.ROOT, "%.4f", evaluation.accuracy())
        : significant(Math.sqrt(evaluation.meanLoss()) * spread, 4);
  }

  private static String loss(Evaluation evaluation) {
    double loss = evaluation.meanLoss();
    return loss < 1e6 ? String.format(Locale.ROOT, "%.4f", loss) : significant(loss, 5);
  }

  /** So many digits, and all zeros that it takes, as long as a column holds them. */
  private static String significant(double value, int digits) {
    double size = Math.abs(value);
    return size >= 1e-3 && size < 1e7
        ? new BigDecimal(value).round(new MathContext(digits)).toPlainString()
        : String.format(Locale.ROOT, "%." + digits + "g", value);
  }

  private static String plural(int number) {
    return number == 1 ? "" : "s";
  }

  /** Prints what the epochs say about their number, and how fast they were. */
  void after(Training.Outcome outcome) {
    outcome.history().epochOfLowestValidationLoss(NOTABLE).ifPresent(this::lowest);
    speed(outcome);
  }

  private void lowest(int epoch) {
    out.println();
    out.println(
        epoch == settings.epochs()
            ? "The validation loss is still falling: more --epochs may do better."
            : "The validation loss was lowest after epoch "
                + epoch
                + ": --epochs "
                + epoch
                + " stops there.");
  }

  private void speed(Training.Outcome outcome) {
    long samples = split.train().samples();
    double flops = Training.flopsPerSample(outcome.network());
    double overall = (double) samples * settings.epochs() / outcome.stepNanos() * 1e9;
    double fastest = samples / (double) outcome.fastestNanos() * 1e9;
    double gflops = fastest * flops * 1e-9;
    // More threads than processors do not take part (Trainer).
    int cores = Math.min(settings.threads(), Runtime.getRuntime().availableProcessors());
    double ceiling = ceiling(gflops / cores) * cores;
    out.println();
    out.printf(
        Locale.ROOT,
        "trained   %d epoch%s in %.2f s%n",
        settings.epochs(),
        plural(settings.epochs()),
        outcome.nanos() * 1e-9);
    out.printf(
        Locale.ROOT,
        "speed     %,.0f samples/s, %.1f GFLOP/s, while the JVM warms up%n",
        overall,
        overall * flops * 1e-9);
    out.printf(
        Locale.ROOT,
        "          %,.0f samples/s, %.1f GFLOP/s in the fastest epoch%s%n",
        fastest,
        gflops,
        !FmaCeiling.isCompiled(ceiling / cores)
            ? ""
            : String.format(
                Locale.ROOT,
                ": %.0f%% of the FMA ceiling, %.0f GFLOP/s",
                100 * gflops / ceiling,
                ceiling));
  }

  /** Prints what a step allocates, if that is known. */
  void memory(OptionalDouble bytesPerStep) {
    bytesPerStep.ifPresent(bytes ->
        out.printf(
            Locale.ROOT,
            "memory    %,.0f bytes allocated per step%s%n",
            bytes,
            bytes == 0 ? ", once warm" : "; the JVM is still compiling"));
  }

  /**
   * Measures until the compiler is done with the loop, which then gets no faster. Nothing is faster
   * than the ceiling.
   */
  private static double ceiling(double reached) {
    double ceiling = FmaCeiling.measureGflops(CEILING_ROUNDS);
    for (int i = 1; i < CEILING_TRIES; i++) {
      double before = ceiling;
      ceiling = Math.max(before, FmaCeiling.measureGflops(CEILING_ROUNDS));
      if (FmaCeiling.isCompiled(ceiling) && ceiling > reached && ceiling < before * CEILING_GAIN) {
        break;
      }
    }
    return ceiling;
  }

  void saved(Path model, Path curve) {
    out.printf(Locale.ROOT, "saved     %s and %s%n", model, curve);
  }

  /** Prints how the network does on the test part; the last line is for machines. */
  void test(Network network) {
    if (classify()) {
      testClasses(network);
    } else {
      testNumbers(network);
    }
  }

  private void testClasses(Network network) {
    Dataset test = split.test();
    float[] outputs = Predictions.of(network, test.samples(), test.x());
    int[] predicted = new int[test.samples()];
    int classes = network.outputs();
    Argmax.columns(classes, predicted.length, outputs, 0, classes, predicted, 0);
    ConfusionMatrix confusion = new ConfusionMatrix(test.classNames());
    for (int i = 0; i < predicted.length; i++) {
      confusion.add((int) test.y()[i], predicted[i]);
    }
    out.println();
    confusion.lines().forEach(out::println);
    out.println();
    out.printf(Locale.ROOT, "test accuracy %.4f%n", confusion.accuracy());
  }

  private void testNumbers(Network network) {
    Dataset test = split.test();
    float[] predicted = Predictions.of(network, test.samples(), test.x());
    RegressionErrors errors = RegressionErrors.of(test.y(), predicted);
    out.println();
    out.printf(
        Locale.ROOT, "errors on the test part, of %s%n", Console.printable(test.labelName()));
    out.printf(Locale.ROOT, "mean absolute error  %.6g%n", errors.meanAbsolute());
    out.printf(Locale.ROOT, "R^2                  %.4f%n", errors.rSquared());
    out.println();
    out.printf(Locale.ROOT, "test rmse %.6g%n", errors.rootMeanSquared());
  }
}
