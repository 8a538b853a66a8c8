package io.github.lanewise.network.internal;

/**
 * What one of the workers that share a batch owns of it: a range of the samples, columns of Z, A,
 * dA and dZ; a range of the columns of each [W[l] b[l]]; a range of any other things.
 */
final class WorkerShare {
  private final BufferPlan plan;
  private final int worker;
  private int workers = 1;
  private int firstSample;
  private int samples;

  /** Owns nothing yet. */
  WorkerShare(BufferPlan plan, int worker) {
    this.plan = plan;
    this.worker = worker;
  }

  /** Takes its part of m samples, which so many workers share, the first of the team. */
  void take(int m, int workers) {
    this.workers = workers;
    // Rounded up: where samples are few, the first workers have them, the caller one of its own.
    this.firstSample = (int) Math.ceilDiv((long) m * worker, (long) workers);
    this.samples = (int) Math.ceilDiv((long) m * (worker + 1), (long) workers) - firstSample;
  }

  /** The first of its samples. */
  int firstSample() {
    return firstSample;
  }

  /** How many samples it has. */
  int samples() {
    return samples;
  }

  /** The first of its columns of [W[l] b[l]]. Rounded down: the last worker has the bias. */
  int firstColumn(int l) {
    return first(plan.n(l - 1) + 1);
  }

  /** The end of its columns of [W[l] b[l]]. */
  int endOfColumns(int l) {
    return end(plan.n(l - 1) + 1);
  }

  /** The end of its columns of W[l]. */
  int endOfInputs(int l) {
    return Math.min(endOfColumns(l), plan.n(l - 1));
  }

  /** Whether b[l], the last column of [W[l] b[l]], is among its own. */
  boolean ownsBias(int l) {
    return endOfColumns(l) > plan.n(l - 1);
  }

  /** The first that it owns of n things. */
  int first(int n) {
    return part(n, worker);
  }

  /** The end of what it owns of n things. */
  int end(int n) {
    return part(n, worker + 1);
  }

  private int part(int n, int worker) {
    return (int) ((long) n * worker / workers);
  }
}
