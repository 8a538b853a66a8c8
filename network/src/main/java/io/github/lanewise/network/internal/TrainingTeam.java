package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.WorkerTeam;
import io.github.lanewise.kernels.internal.Finiteness;
import io.github.lanewise.network.Evaluation;
import io.github.lanewise.network.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a trainer and what they compute together: each that takes part runs its {@link
 * Backpropagation} share of one batch at a time. A step of several batches adds their gradients up
 * and ends with one update.
 */
public final class TrainingTeam implements AutoCloseable {
  private final StepSettings settings;
  private final BufferPlan plan;
  private final float[] buffers;
  private final Batch batch;
  private final Sharing sharing;
  private final Accuracy accuracy;
  private final @Nullable Clipping clipping;
  private final WorkerTeam team;
  private final Backpropagation[] shares;
  private final boolean[] finite;

  // Made once, so that handing one to the team allocates nothing.
  private final WorkerTeam.Task forward = this::forwardShare;
  private final WorkerTeam.Task measure = this::measureShare;
  private final WorkerTeam.Task learn = this::learnShare;

  // What the caller tells the workers.
  private int participants;
  private @Nullable Optimizer optimizer;
  private long step;

  // What worker 0 tells the caller.
  private boolean proceeding;
  private float cost;

  /**
   * Starts the workers.
   *
   * @param sharing how many of them take part in a batch
   * @param buffers the array that {@code plan} cuts up
   * @param batch the samples to compute
   */
  public TrainingTeam(
      int workers,
      Sharing sharing,
      StepSettings settings,
      BufferPlan plan,
      float[] buffers,
      Batch batch) {
    this.settings = settings;
    this.plan = plan;
    this.buffers = buffers;
    this.batch = batch;
    this.sharing = sharing;
    this.accuracy = new Accuracy(plan, buffers);
    this.clipping = settings.clips() ? new Clipping(settings, plan, buffers) : null;
    this.team = new WorkerTeam(workers);
    this.finite = new boolean[workers];
    this.shares = new Backpropagation[workers];
    try {
      for (int worker = 0; worker < workers; worker++) {
        shares[worker] = new Backpropagation(settings, plan, buffers, team, worker);
      }
    } catch (Throwable failure) {
      team.close();
      throw failure;
    }
  }

  /**
   * Computes the mean loss and the accuracy of some samples, at least one, without dropout. The
   * losses are added in double in the order of the samples.
   */
  public Evaluation evaluate(int samples, float[] x, int xOffset, float[] y, int yOffset) {
    double losses = 0;
    int correct = 0;
    int m;
    for (int done = 0; done < samples; done += m) {
      m = Math.min(settings.batch(), samples - done);
      batch.take(m, x, xOffset + done * plan.n(0), y, yOffset + done * plan.targetRows());
      run(forward, false);
      for (int j = 0; j < m; j++) {
        losses += buffers[plan.losses() + j];
      }
      correct += accuracy.correct(m);
    }
    return new Evaluation(losses / samples, (double) correct / samples);
  }

  /** Computes J of all batches of the step, without dropout. */
  public float costOfStep() {
    do {
      run(measure, false);
    } while (batch.next());
    return shares[0].cost();
  }

  /** Computes J and the gradients of all batches of the step, and changes no weight. */
  public float gradients(long step) {
    learnBatches(null, step);
    return cost;
  }

  /**
   * Takes a step.
   *
   * @param step its number, counted from 1
   * @return whether the cost, the gradient of the losses and, where it is clipped, the norm of the
   *     gradient are finite; if not, weights and optimizer state are as before
   */
  public boolean step(Optimizer optimizer, long step) {
    learnBatches(optimizer, step);
    return proceeding;
  }

  /** Returns J of the last step, before its update and with dropout. */
  public float cost() {
    return cost;
  }

  /** Returns what the gradients that the last step has left are to be multiplied by. */
  public float gradientScale() {
    return shares[0].gradientScale();
  }

  /** Says why the last step has ended before its update. */
  public String failure() {
    if (!Float.isFinite(cost)) {
      return "the cost is " + cost;
    }
    return "the %s is not finite"
        .formatted(lossesAreFinite() ? "gradient, or its norm," : "gradient of the loss");
  }

  /** Returns whether all weights and biases are finite. */
  public boolean weightsAreFinite() {
    return Finiteness.allFinite(plan.parameters(), buffers, plan.W(1));
  }

  /** Returns whether all that the optimizer keeps is finite. */
  public boolean stateIsFinite() {
    return Finiteness.allFinite(plan.stateLength(), buffers, plan.state(1));
  }

  /** Returns the bytes of the buffers, and of what is kept of how batches are shared. */
  public long bytes() {
    return plan.bytes() + sharing.bytes();
  }

  @Override
  public void close() {
    team.close();
  }

  private void learnBatches(@Nullable Optimizer optimizer, long step) {
    this.optimizer = optimizer;
    this.step = step;
    do {
      run(learn, true);
    } while (proceeding && batch.next());
  }

  private void run(WorkerTeam.Task task, boolean learning) {
    participants = sharing.workers(batch.samples(), learning);
    team.run(task, participants);
  }

  private void forwardShare(int worker) {
    shares[worker].forward(batch, participants, Backpropagation.NO_DROPOUT);
    shares[worker].losses();
  }

  private void measureShare(int worker) {
    forwardShare(worker);
    shares[worker].squareWeights();
  }

  private void learnShare(int worker) {
    Backpropagation share = shares[worker];
    share.forward(batch, participants, step);
    finite[worker] = share.lossesAndGradient();
    share.squareWeights();
    team.barrier(); // all losses and squares are there
    // Each computes the same cost: a sum that costs less than a second barrier.
    float cost = share.cost();
    boolean proceeding = optimizer == null || (Float.isFinite(cost) && lossesAreFinite());
    if (worker == 0) {
      this.cost = cost;
      this.proceeding = proceeding;
    }
    if (!proceeding) {
      return;
    }
    Optimizer updating = batch.isLast() ? optimizer : null;
    share.backward(clipping == null ? updating : null, step);
    if (clipping != null && updating != null) {
      boolean updated = share.clipAndUpdate(clipping, updating, step);
      if (worker == 0) {
        this.proceeding = updated;
      }
    }
  }

  private boolean lossesAreFinite() {
    boolean all = true;
    for (int worker = 0; worker < participants; worker++) {
      all &= finite[worker];
    }
    return all;
  }
}
