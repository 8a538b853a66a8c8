package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Activation.DerivativeInput;
import io.github.lanewise.kernels.BiasAdd;
import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Hadamard;
import io.github.lanewise.kernels.RowReduce;
import io.github.lanewise.kernels.Sums;
import io.github.lanewise.kernels.Transpose;
import io.github.lanewise.kernels.Update;
import io.github.lanewise.kernels.WorkerTeam;
import io.github.lanewise.kernels.internal.Finiteness;
import io.github.lanewise.network.Optimizer;
import io.github.lanewise.network.Scaler;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a training step; start reading at {@link #backward}.
 *
 * <p>Every worker that takes part in a batch runs the same calls in the same order. Of Z, A, dA, dZ
 * and the losses it computes its samples, of dW, db and the update its columns of [W[l] b[l]], for
 * the L2 term its blocks of W[l] ({@link WorkerShare}). Each number is computed by one worker, by a
 * definition that knows nothing of the shares, so its bits do not depend on the number of workers,
 * which may change from batch to batch.
 */
public final class Backpropagation {
  /** In place of a step's number: no layer drops units. */
  static final long NO_DROPOUT = 0;

  /** Elements of a panel of dW: 64 KiB, which stay in L2 beside what the update reads. */
  private static final int PANEL = 1 << 14;

  /**
   * Weights of a layer from which on, and samples up to which, panels gain: dW, W and the
   * optimizer's state would not stay in L2 together, and computing dW takes no longer than its way
   * to memory and back (docs/experiments.md, "dW in panels").
   */
  private static final int PANELS_FROM_WEIGHTS = 1 << 16;

  private static final int PANELS_UP_TO_SAMPLES = 16;

  private final StepSettings settings;
  private final BufferPlan plan;
  private final float[] buffers;
  private final WeightSquares weightSquares;
  private final WorkerTeam team;
  private final WorkerShare share;
  private final GemmWorkspace workspace;

  // The samples of the current batch; those of the step before it, and in all.
  private int m;
  private int before;
  private int total;

  // Those of the batch that this worker owns.
  private int first;
  private int samples;
  private long dropoutStep;

  // Whether the optimizer may use dW up panel by panel.
  private boolean panels;

  // Whether dW and db are sums over the samples, to be multiplied by 1/m in the update.
  private boolean summed;

  // What they are to be multiplied by; cost and evaluate load other batches before it is asked for.
  private float gradientScale = 1;

  /**
   * Makes the share of one worker.
   *
   * @param buffers the array that {@code plan} cuts up, one for all workers
   */
  Backpropagation(
      StepSettings settings, BufferPlan plan, float[] buffers, WorkerTeam team, int worker) {
    this.settings = settings;
    this.plan = plan;
    this.buffers = buffers;
    this.weightSquares = new WeightSquares(plan, buffers);
    this.team = team;
    this.share = new WorkerShare(plan, worker);
    int most = plan.longest();
    this.workspace = new GemmWorkspace(most, most, most);
  }

  /**
   * Computes Z[l] and A[l] of every layer for the worker's samples.
   *
   * @param workers that take part in this batch, the first of the team
   * @param dropoutStep number of the step whose units are dropped, or {@link #NO_DROPOUT}
   */
  public void forward(Batch batch, int workers, long dropoutStep) {
    this.dropoutStep = dropoutStep;
    load(batch, workers);
    for (int l = 1; l <= plan.layers(); l++) {
      Z(l);
      A(l);
      drop(l);
    }
  }

  /** Computes the losses of the worker's samples. */
  public void losses() {
    settings
        .loss()
        .forward(
            plan.n(plan.layers()), samples, buffers, yhat(), buffers, y(), buffers, firstLoss());
  }

  /**
   * Computes the losses of the worker's samples and the gradient with respect to them: dA[L], or
   * dZ[L] if loss and last activation are joint.
   *
   * @return whether all of the gradient is finite
   */
  public boolean lossesAndGradient() {
    int n = plan.n(plan.layers());
    int dA = plan.dZ(plan.layers()) + first * n;
    settings
        .loss()
        .forwardAndBackward(
            n, samples, buffers, yhat(), buffers, y(), buffers, firstLoss(), buffers, dA);
    return Finiteness.allFinite(n * samples, buffers, dA);
  }

  /**
   * Computes the squares of the worker's weights, for {@link #cost}: in the first batch of a step,
   * as they do not change within one. With lambda = 0 the weights are not read.
   */
  public void squareWeights() {
    if (!settings.hasL2() || before > 0) {
      return;
    }
    for (int l = 1; l <= plan.layers(); l++) {
      int blocks = WeightSquares.blocks(plan.weights(l));
      weightSquares.square(l, share.first(blocks), share.end(blocks));
    }
  }

  /**
   * Computes the cost of the step's m samples up to here, {@code J = (1/m) sum_i L_i + (lambda /
   * 2m) sum_l ||W[l]||^2}. The losses and squares of all workers must be there. The two terms are
   * added in double and rounded once.
   */
  public float cost() {
    int done = before + m;
    double losses = Sums.sum(done, buffers, plan.losses());
    double squares = settings.hasL2() ? weightSquares.sum() : 0;
    return (float) (losses / done + settings.lambda() / (2.0 * done) * squares);
  }

  /**
   * The backward pass, layer by layer from L to 1. {@link #lossesAndGradient} has written dA[L]. In
   * a step of several batches the sums over samples go on from one to the next, each as one chain,
   * and m is the number of samples of the step: the gradients get the bits that one large batch
   * gives.
   *
   * <p>Where nothing but the optimizer reads dW and there is no L2 term, the factor 1/m is left to
   * the update: a pass over dW less, and the same product. Where weights are many and samples few,
   * all of dW is: the update computes and uses it up panel by panel.
   *
   * @param optimizer null to compute the gradients only
   * @param step number of the step, counted from 1
   */
  public void backward(@Nullable Optimizer optimizer, long step) {
    summed = optimizer != null && !settings.hasL2();
    gradientScale = summed ? inverseTotal() : 1;
    panels =
        optimizer != null && !settings.keepsGradients() && before == 0 && m <= PANELS_UP_TO_SAMPLES;
    for (int l = plan.layers(); l >= 1; l--) {
      dZ(l); //      dZ[l]   = dA[l] (.) g[l]'(Z[l])
      dA(l - 1); //  dA[l-1] = W[l]^T dZ[l]
      dropGradient(l - 1); // dA[l-1] = mask[l-1] (.) dA[l-1]
      team.barrier(); // all columns of dZ[l] are there, and nobody reads W[l] any more
      db(l); //      db[l]   = (1/m) row sums of dZ[l]
      dW(l); //      dW[l]   = (1/m) dZ[l] A[l-1]^T + (lambda/m) W[l]
      update(l, optimizer, step);
    }
  }

  /**
   * Clips the gradients of all layers and updates: what ends the layers of {@link #backward} where
   * nothing is clipped.
   *
   * @return whether the gradient's norm is finite; if not, nothing was clipped or updated
   */
  public boolean clipAndUpdate(Clipping clipping, Optimizer optimizer, long step) {
    for (int l = 1; l <= plan.layers(); l++) {
      clipping.square(l, share.firstColumn(l), share.endOfColumns(l));
    }
    team.barrier(); // the squares of all columns are there
    double norm = clipping.norm();
    if (!Double.isFinite(norm)) {
      return false;
    }
    for (int l = 1; l <= plan.layers(); l++) {
      clipping.clip(norm, l, share.firstColumn(l), share.endOfColumns(l));
      update(l, optimizer, step);
    }
    return true;
  }

  /** What the dW and db that {@link #backward} has left are to be multiplied by. */
  public float gradientScale() {
    return gradientScale;
  }

  private void load(Batch batch, int workers) {
    m = batch.samples();
    before = batch.start();
    total = batch.step();
    share.take(m, workers);
    first = share.firstSample();
    samples = share.samples();
    int n = plan.n(0);
    int A = plan.A(0) + first * n;
    batch.copyX(first, first + samples, n, buffers, A);
    batch.copyY(first, first + samples, plan.targetRows(), buffers, y());
    Scaler scaler = settings.scaler();
    if (scaler != null) {
      scaler.apply(samples, buffers, A, buffers, A);
    }
  }

  // Z[l] = W[l] A[l-1] + b[l]
  private void Z(int l) {
    int n = plan.n(l);
    int inputs = plan.n(l - 1);
    int A = plan.A(l - 1) + first * inputs;
    int Z = plan.Z(l) + first * n;
    Gemm.forward(
        n, samples, inputs, buffers, plan.W(l), n, buffers, A, inputs, buffers, plan.b(l), buffers,
        Z, n, workspace);
  }

  // A[l] = g[l](Z[l])
  private void A(int l) {
    if (l == plan.layers() && plan.jointLoss()) {
      return; // the loss reads Z[L]
    }
    int n = plan.n(l);
    int Z = plan.Z(l) + first * n;
    int A = (drops(l) ? plan.G(l) : plan.A(l)) + first * n;
    g(l).forward(n, samples, buffers, Z, n, buffers, A, n);
  }

  // A[l] = mask[l] (.) A[l]
  private void drop(int l) {
    if (drops(l)) {
      int n = plan.n(l);
      int mask = plan.mask(l) + first * n;
      int G = plan.G(l) + first * n;
      int A = plan.A(l) + first * n;
      settings.dropout().factors(dropoutStep, l, n, before + first, samples, buffers, mask);
      Hadamard.multiply(n, samples, buffers, G, n, buffers, mask, n, buffers, A, n);
    }
  }

  // dA[l] = mask[l] (.) dA[l]
  private void dropGradient(int l) {
    if (drops(l)) {
      int n = plan.n(l);
      int mask = plan.mask(l) + first * n;
      int dA = plan.dZ(l) + first * n;
      Hadamard.multiply(n, samples, buffers, dA, n, buffers, mask, n, buffers, dA, n);
    }
  }

  private boolean drops(int l) {
    return l > 0 && dropoutStep != NO_DROPOUT && settings.dropout().applies(l);
  }

  // dZ[l] = dA[l] (.) g[l]'(Z[l]), in place
  private void dZ(int l) {
    if (l == plan.layers() && plan.jointLoss()) {
      return; // the loss has written dZ[L]
    }
    int n = plan.n(l);
    boolean fromZ = g(l).derivativeInput() == DerivativeInput.INPUT;
    int saved = (fromZ ? plan.Z(l) : plan.G(l)) + first * n;
    int dZ = plan.dZ(l) + first * n;
    g(l).backward(n, samples, buffers, dZ, n, buffers, saved, n, buffers, dZ, n);
  }

  // dA[l] = W[l+1]^T dZ[l+1]
  private void dA(int l) {
    if (l == 0) {
      return; // nothing before the first layer learns
    }
    int n = plan.n(l);
    int next = plan.n(l + 1);
    int dZ = plan.dZ(l + 1) + first * next;
    int dA = plan.dZ(l) + first * n;
    Gemm.gemm(
        Transpose.YES,
        Transpose.NO,
        n,
        samples,
        next,
        1,
        buffers,
        plan.W(l + 1),
        next,
        buffers,
        dZ,
        next,
        0,
        buffers,
        dA,
        n,
        workspace);
  }

  // dW[l] = (1/m) dZ[l] A[l-1]^T + (lambda/m) W[l]
  private void dW(int l) {
    if (takesPanels(l)) {
      return; // the update computes it
    }
    int from = share.firstColumn(l);
    columnsOfdW(l, from, share.endOfInputs(l), plan.dW(l) + from * plan.n(l));
  }

  // columns from..to of dW[l], written to the buffers' element dW
  private void columnsOfdW(int l, int from, int to, int dW) {
    int n = plan.n(l);
    int inputs = plan.n(l - 1);
    Gemm.gemm(
        Transpose.NO,
        Transpose.YES,
        n,
        to - from,
        m,
        1,
        buffers,
        plan.dZ(l),
        n,
        buffers,
        plan.A(l - 1) + from,
        inputs,
        before == 0 ? 0 : 1,
        buffers,
        dW,
        n,
        workspace);
    if (endsStep() && !summed) {
      float decay = (float) ((double) settings.lambda() / total);
      int W = plan.W(l) + from * n;
      Update.regularize((to - from) * n, inverseTotal(), decay, buffers, W, buffers, dW);
    }
  }

  // db[l] = (1/m) row sums of dZ[l]
  private void db(int l) {
    if (!share.ownsBias(l)) {
      return;
    }
    int n = plan.n(l);
    if (before == 0) {
      float scale = endsStep() && !summed ? inverseTotal() : 1;
      RowReduce.sum(n, m, scale, buffers, plan.dZ(l), n, buffers, plan.db(l));
      return;
    }
    for (int j = 0; j < m; j++) {
      BiasAdd.add(n, 1, buffers, plan.dZ(l) + j * n, buffers, plan.db(l), n);
    }
    if (endsStep() && !summed) {
      Update.regularize(n, inverseTotal(), 0, buffers, plan.b(l), buffers, plan.db(l));
    }
  }

  /** Whether the sums over the samples of the step end with this batch. */
  private boolean endsStep() {
    return before + m == total;
  }

  /** 1 / m for the m samples of the step, rounded once. */
  private float inverseTotal() {
    return (float) (1.0 / total);
  }

  // W[l] and b[l] by the optimizer, in place
  private void update(int l, @Nullable Optimizer optimizer, long step) {
    if (optimizer == null) {
      return;
    }
    if (takesPanels(l)) {
      updateByPanels(l, optimizer, step);
    } else {
      int from = share.firstColumn(l);
      int dW = plan.dW(l) + from * plan.n(l);
      updateColumns(l, from, share.endOfColumns(l), dW, optimizer, step);
    }
  }

  /** Whether the update of W[l] computes dW[l] too, a panel at a time. */
  private boolean takesPanels(int l) {
    return panels && plan.weights(l) >= PANELS_FROM_WEIGHTS;
  }

  // dW[l] and the update of W[l] and b[l], a panel of columns after the other in the same place
  private void updateByPanels(int l, Optimizer optimizer, long step) {
    int n = plan.n(l);
    int from = share.firstColumn(l);
    int end = share.endOfInputs(l);
    int panel = plan.dW(l) + from * n;
    int columns = Math.max(1, PANEL / n);
    while (from < end) {
      int to = from + Math.min(columns, end - from);
      columnsOfdW(l, from, to, panel);
      updateColumns(l, from, to, panel, optimizer, step);
      from = to;
    }
    if (share.ownsBias(l)) {
      updateColumns(l, end, end + 1, plan.db(l), optimizer, step);
    }
  }

  // columns from..to of [W[l] b[l]], their gradient in the buffers' elements from dW on
  private void updateColumns(int l, int from, int to, int dW, Optimizer optimizer, long step) {
    int n = plan.n(l);
    optimizer.update(
        step,
        (to - from) * n,
        gradientScale,
        buffers,
        dW,
        buffers,
        plan.state(l) + from * n,
        plan.stateStride(),
        buffers,
        plan.W(l) + from * n);
  }

  private Activation g(int l) {
    return settings.layers().get(l - 1).activation();
  }

  /** Where this worker's samples start in what the loss reads. */
  private int yhat() {
    return plan.yhat() + first * plan.n(plan.layers());
  }

  /** Where the targets of this worker's samples start. */
  private int y() {
    return plan.Y() + first * plan.targetRows();
  }

  /** Where the losses of this worker's samples start. */
  private int firstLoss() {
    return plan.losses() + before + first;
  }
}
