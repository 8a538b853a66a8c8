package io.github.lanewise.bench;

import io.github.lanewise.network.Adam;
import io.github.lanewise.network.SoftmaxCrossEntropy;
import io.github.lanewise.network.Trainer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints how long it takes to learn Fashion-MNIST, and how well it is learned: 784-128-10 with
 * ReLU, softmax cross-entropy, Adam, batches of 128, 10 epochs, the learning rate a tenth lower
 * with each. A first training in the cold JVM is followed by others, each with a new trainer from
 * the same weights.
 *
 * @param directory where the files are, see {@link FashionMnist}
 * @param learningRate of the first epoch
 */
record FashionFigures(Path directory, int threads, float learningRate) {

  private static final LayerSizes LAYERS = new LayerSizes("784-128-10");
  private static final int BATCH = 128;
  private static final int EPOCHS = 10;
  private static final int WARM_RUNS = 5;

  /** Reads what follows {@code fashion} on the command line. */
  static FashionFigures parse(List<String> args) {
    String directory = TrainFigures.value(args, 0);
    if (args.isEmpty() || directory.startsWith("--")) {
      throw new IllegalArgumentException("figures: fashion must have a DIR, got " + directory);
    }
    int threads = 2;
    float learningRate = 3e-3f;
    for (int i = 1; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--threads" -> threads = TrainFigures.threads(TrainFigures.value(args, ++i));
        case "--rate" -> learningRate = rate(TrainFigures.value(args, ++i));
        default -> throw new IllegalArgumentException("figures: unknown argument " + args.get(i));
      }
    }
    return new FashionFigures(Path.of(directory), threads, learningRate);
  }

  private static float rate(String text) {
    if (text.matches("0[.]\\d*[1-9]\\d*")) {
      return Float.parseFloat(text);
    }
    throw new IllegalArgumentException(
        "figures: --rate must be a decimal between 0 and 1, such as 0.003, got " + text);
  }

  void print(PrintStream out) throws IOException {
    FashionMnist training = FashionMnist.read(directory, "train");
    FashionMnist test = FashionMnist.read(directory, "t10k");
    out.print(MachineSheet.describe());
    out.printf(
        "%nFashion-MNIST, %d images, %d to test: %s, Adam %s, batch %d, %d epochs, threads: %d%n%n",
        training.samples(), test.samples(), LAYERS.text(), learningRate, BATCH, EPOCHS, threads);
    out.println(header());
    out.println(run(training, test).row("cold"));
    double[] seconds = new double[WARM_RUNS];
    for (int run = 0; run < WARM_RUNS; run++) {
      Outcome warm = run(training, test);
      seconds[run] = warm.seconds();
      out.println(warm.row("warm"));
      out.flush();
    }
    out.printf("%nmedian of the warm ones %.2f s%n", PairedTiming.median(seconds));
  }

  private Outcome run(FashionMnist training, FashionMnist test) {
    try (Trainer trainer =
        Trainer.builder(LAYERS.network())
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(learningRate))
            .batch(BATCH)
            .threads(threads)
            .build()) {
      long start = System.nanoTime();
      long first = 0;
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        trainer.learningRate(learningRate * (EPOCHS - epoch) / EPOCHS);
        trainer.epoch(training.samples(), training.x(), 0, training.y(), 0);
        if (epoch == 0) {
          first = System.nanoTime() - start;
        }
      }
      long all = System.nanoTime() - start;
      double accuracy = trainer.evaluate(test.samples(), test.x(), 0, test.y(), 0).accuracy();
      return new Outcome(1e-9 * all, 1e-9 * first, accuracy);
    }
  }

  static String header() {
    return "%-4s  %8s  %12s  %14s".formatted("", "seconds", "first epoch", "test accuracy");
  }

  /**
   * What one training has shown.
   *
   * @param seconds of all epochs
   * @param firstEpoch seconds of the first of them
   * @param accuracy on the images to test with
   */
  record Outcome(double seconds, double firstEpoch, double accuracy) {

    String row(String name) {
      return "%-4s  %8.2f  %12.2f  %14.4f".formatted(name, seconds, firstEpoch, accuracy);
    }
  }
}
