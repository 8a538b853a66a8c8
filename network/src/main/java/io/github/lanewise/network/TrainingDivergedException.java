package io.github.lanewise.network;

/**
 * The cost of a batch, or the gradient of its losses, is infinite or not a number. The step has
 * changed nothing: weights and optimizer state are those after the step before.
 *
 * <p>What overflows further back, in the gradient of the weights or in the update itself, is not
 * looked at in each step, unless the gradient is clipped. It shows in the cost of the next step,
 * and {@link Trainer#network} does not hand out such weights: the network to go back to is the last
 * one that it gave.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The number of the step. */
  private final long step;

  private TrainingDivergedException(String message, long step) {
    super("step %d: %s".formatted(step, message));
    this.step = step;
  }

  /** A step that ended before its update. */
  static TrainingDivergedException unchanged(String what, boolean weightsFinite, long step) {
    return new TrainingDivergedException(
        what
            + (weightsFinite
                ? "; the weights are unchanged"
                : "; the weights are not finite since an earlier step"),
        step);
  }

  /** A step whose update overflowed, or one before it. */
  static TrainingDivergedException overflowed(long step) {
    return new TrainingDivergedException("the weights are not finite", step);
  }

  /**
   * Returns the number of the step that failed, counted from 1; of the last one taken if its
   * weights were asked for.
   */
  public long step() {
    return step;
  }
}
