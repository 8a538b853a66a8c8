package io.github.lanewise.network;

import io.github.lanewise.network.internal.Dropout;
import io.github.lanewise.network.internal.Sharing;
import io.github.lanewise.network.internal.StepSettings;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The settings of a trainer, which {@link Trainer.Builder} inherits. */
abstract sealed class TrainerSettings permits Trainer.Builder {
  final Network network;
  final float[] dropout;
  @Nullable Loss loss;
  @Nullable Optimizer optimizer;
  float lambda;
  int batch = 32;
  int accumulate = 1;
  float clipValue = Float.POSITIVE_INFINITY;
  float clipNorm = Float.POSITIVE_INFINITY;
  int threads = 1;
  @Nullable Sharing sharing;
  long seed;
  boolean keepGradients;
  @Nullable TrainingListener listener;

  TrainerSettings(Network network) {
    this.network = Objects.requireNonNull(network, "network");
    this.dropout = new float[network.layers().size()];
  }

  abstract Trainer.Builder self();

  /** Gathers what steps read of these settings. */
  final StepSettings ofSteps(Loss loss, Optimizer optimizer) {
    return new StepSettings(
        network.layers(),
        network.scaler().orElse(null),
        loss,
        optimizer.stateSlots(),
        batch,
        accumulate,
        lambda,
        new Dropout(seed, dropout),
        clipValue,
        clipNorm,
        keepGradients);
  }

  /** Sets the loss. */
  public Trainer.Builder loss(Loss loss) {
    this.loss = Objects.requireNonNull(loss, "loss");
    return self();
  }

  /** Sets the optimizer. */
  public Trainer.Builder optimizer(Optimizer optimizer) {
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    return self();
  }

  /**
   * Sets lambda, the weight of the L2 term; 0 unless set.
   *
   * @throws IllegalArgumentException if it is not finite or below 0
   */
  public Trainer.Builder l2(float lambda) {
    TrainerChecks.lambda(lambda);
    this.lambda = lambda;
    return self();
  }

  /**
   * Sets the most samples that are computed at once, for which buffers are planned; 32 unless set.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Trainer.Builder batch(int maxBatch) {
    TrainerChecks.positive("batch", maxBatch);
    this.batch = maxBatch;
    return self();
  }

  /**
   * Sets of how many batches a step adds up the gradients; 1 unless set. A step is then one update
   * from up to {@code batch * batches} samples, batch by batch in the buffers of one. The m of J
   * and its gradients is the number of all these samples, and the L2 term counts once: the bits are
   * those of a step with one batch so large.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Trainer.Builder accumulate(int batches) {
    TrainerChecks.positive("accumulate", batches);
    this.accumulate = batches;
    return self();
  }

  /**
   * Sets the most that a value of the gradient, its L2 term included, may be, up or down: each is
   * moved into the range, after {@code clipNorm}. No limit unless set.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  public Trainer.Builder clipValue(float limit) {
    TrainerChecks.limit("clipValue", limit);
    this.clipValue = limit;
    return self();
  }

  /**
   * Sets the most that the norm of the whole gradient, its L2 term included, may be: a longer one
   * is multiplied by {@code limit / norm} (Pascanu et al., "On the difficulty of training recurrent
   * neural networks", 2013), up to rounding. The squares of a column of weights that add up to more
   * than a float holds, values of about 1e19, end the step as a gradient that is not finite. No
   * limit unless set.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  public Trainer.Builder clipNorm(float limit) {
    TrainerChecks.limit("clipNorm", limit);
    this.clipNorm = limit;
    return self();
  }

  /**
   * Sets how many of the units of every hidden layer each sample leaves out of a step, on average;
   * 0 unless set. The others are multiplied by {@code 1 / (1 - rate)}. What is left out depends on
   * the seed, the step, the layer, the sample's place in the step and the unit. Neither {@link
   * Trainer#cost}, {@link Trainer#evaluate} nor a {@link Predictor} leaves units out.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public Trainer.Builder dropout(float rate) {
    TrainerChecks.rate(rate);
    Arrays.fill(dropout, 0, dropout.length - 1, rate);
    return self();
  }

  /**
   * Sets the dropout of one hidden layer; see {@code dropout(float)}.
   *
   * @param layer 0 for the first
   * @throws IllegalArgumentException if the rate is not in [0, 1), or there is no such hidden layer
   */
  public Trainer.Builder dropout(int layer, float rate) {
    TrainerChecks.hiddenLayer(layer, dropout.length);
    TrainerChecks.rate(rate);
    dropout[layer] = rate;
    return self();
  }

  /**
   * Sets the most threads that work on a batch, the caller's included; 1 unless set. As many take
   * part as are estimated to make it faster, and no more than there are processors; a small batch
   * of a small network stays with the caller. The weights do not depend on it.
   *
   * @throws IllegalArgumentException if it is not in 1..1024
   */
  public Trainer.Builder threads(int threads) {
    TrainerChecks.threads(threads);
    this.threads = threads;
    return self();
  }

  /** Sets how many threads take part in a batch; as is estimated to be fastest unless set. */
  final Trainer.Builder sharing(Sharing sharing) {
    this.sharing = sharing;
    return self();
  }

  /** Sets where the order of samples in epochs and dropout come from; 0 unless set. */
  public Trainer.Builder seed(long seed) {
    this.seed = seed;
    return self();
  }

  /**
   * Has steps leave their gradients for {@link Trainer#weightGradients} and {@link
   * Trainer#biasGradients}. Without it a step of few samples updates large weights part by part and
   * does not write dW as a whole, which is faster; the weights are the same.
   */
  public Trainer.Builder keepGradients() {
    this.keepGradients = true;
    return self();
  }

  /** Sets who is told of steps and epochs; nobody unless set. */
  public Trainer.Builder listener(TrainingListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return self();
  }
}
