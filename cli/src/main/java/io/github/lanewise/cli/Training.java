package io.github.lanewise.cli;

import io.github.lanewise.cli.data.Dataset;
import io.github.lanewise.cli.data.Split;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.Evaluation;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Mse;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.SoftmaxCrossEntropy;
import io.github.lanewise.network.Trainer;
import io.github.lanewise.network.TrainingDivergedException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** Trains one network on one split of the data, and measures how fast. */
final class Training implements AutoCloseable {
  /** What the command line says about the network and how it learns. */
  record Settings(
      Task task,
      List<Integer> layers,
      Activation activation,
      OptimizerName optimizer,
      float learningRate,
      float l2,
      int batch,
      int epochs,
      long seed,
      int threads,
      Scaling scaling) {}

  /**
   * What came out.
   *
   * @param nanos of the whole loop, with the evaluation after each epoch
   * @param stepNanos of the steps alone
   * @param fastestNanos of the steps of the fastest epoch
   */
  record Outcome(Network network, History history, long nanos, long stepNanos, long fastestNanos) {}

  private static final int METERED_STEPS = 100;
  private static final long METERED_NANOS = 5_000_000_000L;

  private final Settings settings;
  private final Split split;
  private final TargetScale targetScale;
  private final Network start;
  private final boolean shortRun;
  private final AllocationMeter meter = new AllocationMeter();
  private final Trainer trainer;

  /**
   * Draws the weights and makes room.
   *
   * @throws IllegalArgumentException if the network is too large
   */
  Training(Settings settings, Split split) {
    this.settings = settings;
    this.split = split;
    this.targetScale =
        settings.task() == Task.REGRESS ? TargetScale.of(split.train().y()) : new TargetScale(0, 1);
    this.start = start();
    this.shortRun = ShortRun.choosePlainLoops(flops(), updates());
    this.trainer =
        Trainer.builder(start)
            .loss(settings.task() == Task.CLASSIFY ? new SoftmaxCrossEntropy() : new Mse())
            .optimizer(settings.optimizer().create(settings.learningRate()))
            .l2(settings.l2())
            .batch(batch())
            .threads(settings.threads())
            .seed(settings.seed())
            .build();
    meter.findWorkers();
  }

  /** There is no step of more samples than there are. */
  private int batch() {
    return Math.min(settings.batch(), split.train().samples());
  }

  private Network start() {
    Dataset train = split.train();
    Network.Builder builder = Network.builder(train.features()).seed(settings.seed());
    for (int units : settings.layers()) {
      builder.layer(units, settings.activation());
    }
    if (settings.task() == Task.CLASSIFY) {
      builder.layer(train.classNames().size(), new Softmax());
    } else {
      builder.layer(1, new Identity());
    }
    settings.scaling().fit(train.features(), train.samples(), train.x()).ifPresent(builder::scaler);
    return builder.build();
  }

  Settings settings() {
    return settings;
  }

  Split split() {
    return split;
  }

  /** The network before training. */
  Network network() {
    return start;
  }

  /** Whether plain loops were chosen because vector kernels would not be compiled in time. */
  boolean isShort() {
    return shortRun;
  }

  /** How the numbers to predict are scaled to learn them. */
  TargetScale targetScale() {
    return targetScale;
  }

  /**
   * Floating-point operations of one sample in one step: W A, dZ A^T, and W^T dZ but in the first.
   */
  static long flopsPerSample(Network network) {
    Layer first = network.layers().getFirst();
    return 3 * Predictions.flopsPerSample(network) - 2L * first.inputs() * first.units();
  }

  /** Floating-point operations of the whole run: steps, and evaluation after each epoch. */
  private double flops() {
    double steps = (double) split.train().samples() * flopsPerSample(start);
    double evaluated = split.train().samples() + split.validation().samples();
    return settings.epochs() * (steps + evaluated * Predictions.flopsPerSample(start));
  }

  /** Updates of single weights in the whole run. */
  private double updates() {
    double steps = Math.ceilDiv(split.train().samples(), batch());
    return settings.epochs() * steps * start.parameterCount();
  }

  /** Trains; tells {@code listener} the number of each epoch, from 1, and how it ended. */
  Outcome run(BiConsumer<Integer, History.Epoch> listener) {
    Dataset train = split.train();
    Dataset validation = split.validation();
    float[] trainY = targets(train);
    float[] validationY = targets(validation);
    History history = new History();
    long begin = System.nanoTime();
    long stepNanos = 0;
    long fastest = Long.MAX_VALUE;
    for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
      long before = System.nanoTime();
      trainer.epoch(train.samples(), train.x(), 0, trainY, 0);
      long nanos = System.nanoTime() - before;
      stepNanos += nanos;
      fastest = Math.min(fastest, nanos);
      Evaluation onTraining = trainer.evaluate(train.samples(), train.x(), 0, trainY, 0);
      Evaluation onValidation =
          trainer.evaluate(validation.samples(), validation.x(), 0, validationY, 0);
      History.Epoch result = new History.Epoch(onTraining, onValidation);
      history.add(result);
      listener.accept(epoch, result);
    }
    long nanos = System.nanoTime() - begin;
    Network trained = trainer.network();
    return new Outcome(
        settings.task() == Task.REGRESS ? targetScale.undo(trained) : trained,
        history,
        nanos,
        stepNanos,
        fastest);
  }

  /**
   * Takes more steps, which no network is taken from any more: until a run of them allocates
   * nothing, or as long as is worth waiting for the JVM to compile them.
   *
   * @return bytes that a step of the last run allocated on all its threads; none if steps diverge
   */
  OptionalDouble bytesPerStep() {
    float[] y = targets(split.train());
    long begin = System.nanoTime();
    long bytes;
    try {
      do {
        long before = meter.bytes();
        for (int step = 0; step < METERED_STEPS; step++) {
          trainer.step(batch(), split.train().x(), 0, y, 0);
        }
        bytes = meter.bytes() - before;
      } while (bytes > 0 && System.nanoTime() - begin < METERED_NANOS);
    } catch (TrainingDivergedException e) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of((double) bytes / METERED_STEPS);
  }

  @Override
  public void close() {
    trainer.close();
  }

  private float[] targets(Dataset data) {
    return settings.task() == Task.CLASSIFY ? data.y() : targetScale.apply(data.y());
  }
}
