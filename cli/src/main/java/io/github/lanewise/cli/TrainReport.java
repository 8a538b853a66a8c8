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
import java.nio.file.Path;
import java.util.Locale;

/** What {@code lanewise train} prints. */
final class TrainReport {
  // The first 50 rounds of 2 ms are the compiler's.
  private static final int CEILING_ROUNDS = 125;
  private static final int CEILING_TRIES = 8;

  private final Console console;
  private final Training.Settings settings;
  private final Split split;
  private final double spread;

  TrainReport(Console console, Training training) {
    this.console = console;
    this.settings = training.settings();
    this.split = training.split();
    this.spread = training.targetScale().spread();
  }

  private void print(String format, Object... arguments) {
    console.out().println(text(format, arguments));
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
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
            : "to predict " + train.labelName();
    print(
        "data      %s: %,d samples of %,d features, %s",
        train.source(), train.samples() + validation + test, train.features(), labels);
    print("          %,d to train on, %,d to validate, %,d to test", train.samples(), validation, test);
    StringBuilder shape = new StringBuilder().append(network.inputs());
    for (Layer layer : network.layers()) {
      shape.append(" - ").append(layer.units()).append(' ').append(layer.activation().id());
    }
    print("network   %s, %,d parameters", shape, network.parameterCount());
    print(
        "training  %s, learning rate %s, l2 %s, scale %s, batch %d, %d epochs, seed %d, %d thread%s",
        settings.optimizer(),
        settings.learningRate(),
        settings.l2(),
        settings.scaling(),
        settings.batch(),
        settings.epochs(),
        settings.seed(),
        settings.threads(),
        settings.threads() == 1 ? "" : "s");
    print("kernels   %s", Lanewise.describe());
    print("");
  }

  String epochHeader() {
    String score = classify() ? "accuracy" : "rmse";
    return text("%5s  %14s %9s  %15s %9s", "epoch", "training loss", score, "validation loss", score);
  }

  String epochLine(int epoch, History.Epoch result) {
    return text(
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
        ? text("%.4f", evaluation.accuracy())
        : text("%.4g", Math.sqrt(evaluation.meanLoss()) * spread);
  }

  /** Prints speed and memory. */
  void speed(Training.Outcome outcome) {
    long samples = split.train().samples();
    double flops = Training.flopsPerSample(outcome.network());
    double overall = (double) samples * settings.epochs() / outcome.stepNanos() * 1e9;
    double fastest = samples / (double) outcome.fastestNanos() * 1e9;
    double gflops = fastest * flops * 1e-9;
    double ceiling = ceiling(gflops / settings.threads()) * settings.threads();
    print("");
    print("trained   %d epochs in %.2f s", settings.epochs(), outcome.nanos() * 1e-9);
    print(
        "speed     %,.0f samples/s, %.1f GFLOP/s, while the JVM warms up",
        overall, overall * flops * 1e-9);
    print(
        "          %,.0f samples/s, %.1f GFLOP/s in the fastest epoch: %.0f%% of the FMA ceiling, %.0f GFLOP/s",
        fastest, gflops, 100 * gflops / ceiling, ceiling);
    print("memory    %,.0f bytes allocated per step, once warm", outcome.bytesPerStep());
  }

  /** Measures again where the compiler was too busy: nothing is faster than the ceiling. */
  private static double ceiling(double reached) {
    double ceiling = 0;
    for (int i = 0; i < CEILING_TRIES && ceiling <= reached; i++) {
      ceiling = FmaCeiling.measureGflops(CEILING_ROUNDS);
    }
    return ceiling;
  }

  void saved(Path model, Path curve) {
    print("saved     %s and %s", model, curve);
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
    print("");
    print("confusion on the test part: a row per true class, a column per predicted class");
    confusion.lines().forEach(line -> print("%s", line));
    print("");
    print("test accuracy %.4f", confusion.accuracy());
  }

  private void testNumbers(Network network) {
    Dataset test = split.test();
    float[] predicted = Predictions.of(network, test.samples(), test.x());
    RegressionErrors errors = RegressionErrors.of(test.y(), predicted);
    print("");
    print("test part: predicted minus true %s", test.labelName());
    print("mean absolute error  %.6g", errors.meanAbsolute());
    print("R^2                  %.4f", errors.rSquared());
    print("");
    print("test rmse %.6g", errors.rootMeanSquared());
  }
}
