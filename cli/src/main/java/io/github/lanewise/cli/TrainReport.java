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
import java.nio.file.Path;
import java.util.Locale;

/** What {@code lanewise train} prints. */
final class TrainReport {
  private static final int CEILING_ROUNDS = 75;
  private static final int CEILING_TRIES = 12;

  /** A measurement that gains less has nothing more to find. */
  private static final double CEILING_GAIN = 1.1;

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
        classify() ? train.classNames().size() + " classes" : "to predict " + train.labelName();
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
        "training  %s, learning rate %s, l2 %s, scale %s, batch %d, %d epochs, seed %d, %d thread%s%n",
        settings.optimizer(),
        settings.learningRate(),
        settings.l2(),
        settings.scaling(),
        settings.batch(),
        settings.epochs(),
        settings.seed(),
        settings.threads(),
        settings.threads() == 1 ? "" : "s");
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
        "%5d  %14.4f %9s  %15.4f %9s",
        epoch,
        result.training().meanLoss(),
        score(result.training()),
        result.validation().meanLoss(),
        score(result.validation()));
  }

  /** Accuracy, or the root mean squared error in the units of the label. */
  private String score(Evaluation evaluation) {
    return classify()
        ? String.format(Locale.ROOT, "%.4f", evaluation.accuracy())
        : String.format(Locale.ROOT, "%.4g", Math.sqrt(evaluation.meanLoss()) * spread);
  }

  /** Prints speed and memory. */
  void speed(Training.Outcome outcome) {
    long samples = split.train().samples();
    double flops = Training.flopsPerSample(outcome.network());
    double overall = (double) samples * settings.epochs() / outcome.stepNanos() * 1e9;
    double fastest = samples / (double) outcome.fastestNanos() * 1e9;
    double gflops = fastest * flops * 1e-9;
    double ceiling = ceiling(gflops / settings.threads()) * settings.threads();
    out.println();
    out.printf(
        Locale.ROOT, "trained   %d epochs in %.2f s%n", settings.epochs(), outcome.nanos() * 1e-9);
    out.printf(
        Locale.ROOT,
        "speed     %,.0f samples/s, %.1f GFLOP/s, while the JVM warms up%n",
        overall,
        overall * flops * 1e-9);
    out.printf(
        Locale.ROOT,
        "          %,.0f samples/s, %.1f GFLOP/s in the fastest epoch: %.0f%% of the FMA ceiling, %.0f GFLOP/s%n",
        fastest,
        gflops,
        100 * gflops / ceiling,
        ceiling);
    out.printf(
        Locale.ROOT,
        "memory    %,.0f bytes allocated per step, once warm%n",
        outcome.bytesPerStep());
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
      if (ceiling > reached && ceiling < before * CEILING_GAIN) {
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
    out.printf(
        Locale.ROOT,
        "confusion on the test part: a row per true class, a column per predicted class%n");
    confusion.lines().forEach(out::println);
    out.println();
    out.printf(Locale.ROOT, "test accuracy %.4f%n", confusion.accuracy());
  }

  private void testNumbers(Network network) {
    Dataset test = split.test();
    float[] predicted = Predictions.of(network, test.samples(), test.x());
    RegressionErrors errors = RegressionErrors.of(test.y(), predicted);
    out.println();
    out.printf(Locale.ROOT, "test part: predicted minus true %s%n", test.labelName());
    out.printf(Locale.ROOT, "mean absolute error  %.6g%n", errors.meanAbsolute());
    out.printf(Locale.ROOT, "R^2                  %.4f%n", errors.rSquared());
    out.println();
    out.printf(Locale.ROOT, "test rmse %.6g%n", errors.rootMeanSquared());
  }
}
