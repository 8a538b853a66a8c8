package io.github.lanewise.network;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.ExclusiveUse;
import io.github.lanewise.network.internal.Batch;
import io.github.lanewise.network.internal.BufferPlan;
import io.github.lanewise.network.internal.Epoch;
import io.github.lanewise.network.internal.EpochEvent;
import io.github.lanewise.network.internal.KernelPathEvent;
import io.github.lanewise.network.internal.Sharing;
import io.github.lanewise.network.internal.StepPartition;
import io.github.lanewise.network.internal.StepSettings;
import io.github.lanewise.network.internal.TrainingStepEvent;
import io.github.lanewise.network.internal.TrainingTeam;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a network better: lowers {@code J = (1/m) sum_i L(yhat_i, y_i) + (lambda / 2m) sum_l
 * ||W[l]||^2} step by step over batches of m samples.
 *
 * <p>Samples are raw features, {@code inputs} values each, one after the other; the network's
 * scaler is applied to them. Targets have {@link Loss#targetRows} values each. All buffers are
 * planned at construction and used in place: after warm-up a step allocates nothing. The weights
 * depend on the network, the data, the settings and the seed, never on the number of threads.
 *
 * <p>One thread at a time may use a trainer, which has threads of its own: close it to end them.
 */
public final class Trainer implements AutoCloseable {
  private final Network start;
  private final Loss loss;
  private final int maxStep;
  private final BufferPlan plan;
  private final float[] buffers;
  private final Batch batch;
  private final Epoch epoch;
  private final TrainingTeam team;
  private final boolean keepsGradients;
  private final @Nullable TrainingListener listener;
  private final ExclusiveUse use =
      new ExclusiveUse(
          ", on another thread (make one trainer per thread) or around this one (a listener, a loss)");

  private Optimizer optimizer;
  private long steps;
  private boolean gradientsKnown;
  private boolean closed;

  private Trainer(Builder settings, Loss loss, Optimizer optimizer) {
    this.start = settings.network;
    this.loss = loss;
    this.optimizer = optimizer;
    this.keepsGradients = settings.keepGradients;
    this.listener = settings.listener;
    StepSettings ofSteps = settings.ofSteps(loss, optimizer);
    this.plan = new BufferPlan(ofSteps);
    this.maxStep = settings.batch * settings.accumulate; // the plan has room for as many losses
    this.buffers = new float[plan.size()];
    System.arraycopy(start.parameters(), 0, buffers, plan.W(1), plan.parameters());
    this.batch = new Batch(settings.batch);
    this.epoch = new Epoch(settings.seed, batch, maxStep);
    int workers = settings.threads;
    Sharing sharing = settings.sharing;
    if (sharing == null) {
      workers = Math.min(workers, Runtime.getRuntime().availableProcessors());
      sharing = new StepPartition(plan, optimizer.stateSlots(), settings.batch, workers);
    }
    this.team = new TrainingTeam(workers, sharing, ofSteps, plan, buffers, batch);
    KernelPathEvent.tell();
  }

  /** Starts the settings of a trainer; loss and optimizer must be set. */
  public static Builder builder(Network network) {
    return new Builder(network);
  }

  /**
   * Takes one step: forward, backward and update. A batch of 0 samples does nothing.
   *
   * @param batch number of samples; up to {@code batch * accumulate} of the settings
   * @return J of the batch before the update, with dropout if that is set
   * @throws IllegalArgumentException if the batch is negative or above the planned maximum, or a
   *     target is none of the loss's
   * @throws IndexOutOfBoundsException if the samples or targets do not fit in their arrays
   * @throws TrainingDivergedException if J, the gradient of the losses or, where it is clipped, the
   *     norm of the gradient is not finite; nothing has changed then. What overflows in the update,
   *     no later step need show; {@link #epoch} and {@link #network} look for it
   * @throws IllegalStateException if closed, or another call is under way; so every method that
   *     computes
   */
  public float step(int batch, float[] x, int xOffset, float[] y, int yOffset) {
    takeBatch("step", batch, x, xOffset, y, yOffset);
    try {
      return batch == 0 ? 0 : update();
    } finally {
      leave();
    }
  }

  /**
   * Computes J of a batch, without dropout, and changes nothing; arguments and exceptions as {@link
   * #step}, but that J may be infinite or NaN.
   */
  public float cost(int batch, float[] x, int xOffset, float[] y, int yOffset) {
    takeBatch("cost", batch, x, xOffset, y, yOffset);
    try {
      if (batch == 0) {
        return 0;
      }
      return team.costOfStep();
    } finally {
      leave();
    }
  }

  /**
   * Computes J of a batch and its gradients, for {@link #weightGradients} and {@link
   * #biasGradients}, and changes no weight. They are not clipped, and with the units left out that
   * the next step leaves out. Arguments and exceptions as {@link #step}, but that cost and
   * gradients may be infinite or NaN.
   */
  public float gradients(int batch, float[] x, int xOffset, float[] y, int yOffset) {
    takeBatch("gradients", batch, x, xOffset, y, yOffset);
    try {
      if (batch == 0) {
        return 0;
      }
      gradientsKnown = false;
      float cost = team.gradients(steps + 1);
      gradientsKnown = true;
      return cost;
    } finally {
      leave();
    }
  }

  /**
   * Returns a copy of dJ/dW of the last {@link #gradients}, column-major units x inputs; with
   * {@code keepGradients} set, of the last step too, and after one that clips, what it was clipped
   * to.
   *
   * @param layer 0 for the first
   * @throws IllegalStateException if there was none yet, the last one failed, or was a step that
   *     does not keep them
   */
  public float[] weightGradients(int layer) {
    return copyOfGradients("weightGradients", plan.dW(layer(layer)), plan.db(layer(layer)));
  }

  /**
   * Returns a copy of dJ/db; as {@link #weightGradients}.
   *
   * @param layer 0 for the first
   * @throws IllegalStateException if there was none yet, the last one failed, or was a step that
   *     does not keep them
   */
  public float[] biasGradients(int layer) {
    int db = plan.db(layer(layer));
    return copyOfGradients("biasGradients", db, db + plan.n(layer(layer)));
  }

  /**
   * Steps once through a data set in a new order; the last step may have fewer samples than the
   * others. The order depends on the seed and the number of epochs before.
   *
   * <p>What an exception ends after a step has begun counts as an epoch, too: the steps before
   * stand, no listener is told, and the next call takes all samples in another order.
   *
   * @return mean of J over the samples, each as its batch was met
   * @throws IllegalArgumentException if a target is none of the loss's; nothing has changed then,
   *     unless y was written to in the middle of the epoch
   * @throws CancellationException if the thread is interrupted, at the edge of a step; the trainer
   *     stays usable and the thread interrupted
   * @throws TrainingDivergedException as {@link #step}, the steps before stand; or if at the end a
   *     weight, a bias or a number that the optimizer keeps is not finite
   */
  public float epoch(int samples, float[] x, int xOffset, float[] y, int yOffset) {
    requireArrays(x, y);
    enter("epoch");
    float cost;
    try {
      checkSamples("epoch", samples, x, xOffset, y, yOffset);
      if (samples == 0) {
        return 0;
      }
      EpochEvent event = EpochEvent.begun();
      cost = stepThrough(samples, x, xOffset, y, yOffset);
      requireFinite();
      if (event != null) {
        event.end(epoch.number(), samples, steps, cost);
      }
    } finally {
      leave();
    }
    if (listener != null) {
      listener.epoch(epoch.number(), samples, cost);
    }
    return cost;
  }

  private float stepThrough(int samples, float[] x, int xOffset, float[] y, int yOffset) {
    epoch.start(samples);
    while (epoch.goesOn()) {
      epoch.takeStep(x, xOffset, y, yOffset);
      epoch.endStep(update());
    }
    return epoch.cost();
  }

  /**
   * Runs a number of {@link #epoch epochs} over the samples that fill {@code x}.
   *
   * @return what the last epoch returns
   * @throws IllegalArgumentException if {@code epochs} is negative, or the lengths of x and y are
   *     not those of the same number of samples; also as {@link #epoch}
   */
  public float fit(int epochs, float[] x, float[] y) {
    requireArrays(x, y);
    requireUsable("fit");
    if (epochs < 0) {
      throw new IllegalArgumentException("fit: epochs must be >= 0, got epochs=" + epochs);
    }
    int samples = x.length / plan.n(0);
    if (x.length != samples * plan.n(0)) {
      throw new IllegalArgumentException(
          "fit: x must have a multiple of %d values, got x.length=%d"
              .formatted(plan.n(0), x.length));
    }
    if (y.length != (long) samples * plan.targetRows()) {
      throw new IllegalArgumentException(
          "fit: y must have %d values for %d samples, got y.length=%d"
              .formatted((long) samples * plan.targetRows(), samples, y.length));
    }
    float cost = 0;
    for (int i = 0; i < epochs; i++) {
      cost = epoch(samples, x, 0, y, 0);
    }
    return cost;
  }

  /**
   * Computes the mean loss and the accuracy on a data set with the present weights, on the threads
   * and without dropout; the losses are added in double in the order of the samples.
   *
   * @throws IllegalArgumentException if a target is none of the loss's
   * @throws IndexOutOfBoundsException if the samples or targets do not fit in their arrays
   */
  public Evaluation evaluate(int samples, float[] x, int xOffset, float[] y, int yOffset) {
    requireArrays(x, y);
    enter("evaluate");
    try {
      checkSamples("evaluate", samples, x, xOffset, y, yOffset);
      if (samples == 0) {
        return new Evaluation(0, 0);
      }
      return team.evaluate(samples, x, xOffset, y, yOffset);
    } finally {
      leave();
    }
  }

  /**
   * Returns the network as it is now; later steps do not change it.
   *
   * @throws TrainingDivergedException if a weight, a bias or a number that the optimizer keeps is
   *     not finite after a step
   */
  public Network network() {
    enter("network");
    try {
      requireFinite();
      float[] parameters = Arrays.copyOfRange(buffers, plan.W(1), plan.W(1) + plan.parameters());
      return start.withParameters(parameters);
    } finally {
      use.exit();
    }
  }

  /** Returns the number of steps taken. */
  public long steps() {
    return steps;
  }

  /** Returns the learning rate of the next step. */
  public float learningRate() {
    return optimizer.learningRate();
  }

  /**
   * Sets the learning rate of the steps to come.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  public void learningRate(float learningRate) {
    enter("learningRate");
    try {
      optimizer = optimizer.withLearningRate(learningRate);
    } finally {
      use.exit();
    }
  }

  /**
   * Returns the size of what grows with network, batch and data set, in bytes: parameters,
   * gradients, optimizer state, layers, targets and losses; how many threads share a batch, 4 bytes
   * for each size of one; the order of an epoch, 4 bytes for each sample of the largest so far.
   * Each worker's packing buffers come to them, 5.4 MB at most.
   */
  public long bufferBytes() {
    return team.bytes() + epoch.bytes();
  }

  /**
   * Ends the trainer's threads; a second call does nothing.
   *
   * @throws IllegalStateException if another call is under way
   */
  @Override
  public void close() {
    use.enter("close");
    try {
      closed = true;
      team.close();
    } finally {
      use.exit();
    }
  }

  private void requireFinite() {
    if (steps > 0 && !(team.weightsAreFinite() && team.stateIsFinite())) {
      String what = team.weightsAreFinite() ? "what the optimizer keeps is" : "the weights are";
      throw new TrainingDivergedException(what + " not finite", steps);
    }
  }

  private float update() {
    gradientsKnown = false;
    TrainingStepEvent event = TrainingStepEvent.begun();
    if (!team.step(optimizer, steps + 1)) {
      String weights = team.weightsAreFinite() ? "unchanged" : "not finite";
      throw new TrainingDivergedException(
          "%s; the weights are %s".formatted(team.failure(), weights), steps + 1);
    }
    steps++;
    gradientsKnown = keepsGradients;
    float cost = team.cost();
    if (event != null) {
      event.end(steps, batch.step(), cost);
    }
    if (listener != null) {
      listener.step(steps, batch.step(), cost);
    }
    return cost;
  }

  private void takeBatch(
      String routine, int samples, float[] x, int xOffset, float[] y, int yOffset) {
    requireArrays(x, y);
    if (samples < 0 || samples > maxStep) {
      throw new IllegalArgumentException(
          "%s: batch must be in 0..%d, got batch=%d".formatted(routine, maxStep, samples));
    }
    enter(routine);
    try {
      checkSamples(routine, samples, x, xOffset, y, yOffset);
      batch.take(samples, x, xOffset, y, yOffset);
    } catch (Throwable failure) {
      leave();
      throw failure;
    }
  }

  private static void requireArrays(float[] x, float[] y) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
  }

  private void checkSamples(
      String routine, int samples, float[] x, int xOffset, float[] y, int yOffset) {
    Checks.size(routine, "samples", samples);
    Checks.range(routine, "x", x.length, xOffset, (long) samples * plan.n(0));
    Checks.range(routine, "y", y.length, yOffset, (long) samples * plan.targetRows());
    loss.checkTargets(start.outputs(), samples, y, yOffset);
  }

  private void enter(String routine) {
    use.enter(routine);
    if (closed) {
      use.exit();
      throw new IllegalStateException(routine + ": the trainer is closed");
    }
  }

  private void requireUsable(String routine) {
    enter(routine);
    use.exit();
  }

  /** Ends a call that takes samples: the caller's arrays are not kept. */
  private void leave() {
    batch.release();
    use.exit();
  }

  private int layer(int layer) {
    return Objects.checkIndex(layer, plan.layers()) + 1;
  }

  private float[] copyOfGradients(String routine, int from, int to) {
    enter(routine);
    try {
      if (!gradientsKnown) {
        throw new IllegalStateException(
            routine + ": there are no gradients; call gradients, or step with keepGradients set");
      }
      float[] gradients = Arrays.copyOfRange(buffers, from, to);
      float scale = team.gradientScale();
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] *= scale;
      }
      return gradients;
    } finally {
      use.exit();
    }
  }

  /** Settings of a trainer. */
  public static final class Builder extends TrainerSettings {
    private Builder(Network network) {
      super(network);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Plans the buffers and starts the threads.
     *
     * @throws IllegalStateException if loss or optimizer is not set
     * @throws IllegalArgumentException if the loss can't follow the network's last activation, or
     *     the buffers exceed an array
     */
    public Trainer build() {
      if (loss == null || optimizer == null) {
        throw new IllegalStateException(
            "trainer: %s must be set".formatted(loss == null ? "loss" : "optimizer"));
      }
      return new Trainer(this, loss, optimizer);
    }
  }
}
