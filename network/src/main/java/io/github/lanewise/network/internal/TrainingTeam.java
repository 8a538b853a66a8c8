package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.WorkerTeam;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Loss;
import io.github.lanewise.network.Optimizer;
import io.github.lanewise.network.Scaler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a trainer and what they compute together: each that takes part runs its {@link
 * Backpropagation} share of one batch at a time. A step of several batches adds their gradients up
 * and ends with one update.
 */
public final class TrainingTeam implements AutoCloseable {
  private final Batch batch;
  private final Sharing sharing;
  private final @Nullable Clipping clipping;
  private final WorkerTeam team;
  private final Backpropagation[] shares;
  private final boolean[] finite;

  // Made once, so that handing one to the team allocates nothing.
  private final WorkerTeam.Task forward = this::forward;
  private final WorkerTeam.Task measure = this::measure;
  private final WorkerTeam.Task learn = this::learn;

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
   * @param clipping null for none
   * @param keepsGradients whether dW and db of a step are to be there after it
   */
  public TrainingTeam(
      int workers,
      Sharing sharing,
      List<Layer> layers,
      BufferPlan plan,
      float[] buffers,
      Batch batch,
      @Nullable Scaler scaler,
      Loss loss,
      float lambda,
      Dropout dropout,
      @Nullable Clipping clipping,
      boolean keepsGradients) {
    this.batch = batch;
    this.sharing = sharing;
    this.clipping = clipping;
    this.team = new WorkerTeam(workers);
    this.finite = new boolean[workers];
    this.shares = new Backpropagation[workers];
    try {
      for (int worker = 0; worker < workers; worker++) {
        shares[worker] =
            new Backpropagation(
                layers, plan, buffers, scaler, loss, lambda, dropout, keepsGradients, team, worker);
      }
    } catch (Throwable failure) {
      team.close();
      throw failure;
    }
  }

  /** Computes outputs and losses of the present batch, without dropout. */
  public void forward() {
    run(forward, false);
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
    learn(null, step);
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
    learn(optimizer, step);
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
        .formatted(allFinite() ? "gradient, or its norm," : "gradient of the loss");
  }

  @Override
  public void close() {
    team.close();
  }

  private void learn(@Nullable Optimizer optimizer, long step) {
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

  private void forward(int worker) {
    shares[worker].forward(batch, participants, Backpropagation.NO_DROPOUT);
    shares[worker].losses();
  }

  private void measure(int worker) {
    forward(worker);
    shares[worker].squareWeights();
  }

  private void learn(int worker) {
    Backpropagation share = shares[worker];
    share.forward(batch, participants, step);
    finite[worker] = share.lossesAndGradient();
    share.squareWeights();
    team.barrier(); // all losses and squares are there
    // Each computes the same cost: a sum that costs less than a second barrier.
    float cost = share.cost();
    boolean proceeding = optimizer == null || (Float.isFinite(cost) && allFinite());
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

  private boolean allFinite() {
    boolean all = true;
    for (int worker = 0; worker < participants; worker++) {
      all &= finite[worker];
    }
    return all;
  }
}
