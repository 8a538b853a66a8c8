package io.github.lanewise.network;

/**
 * Training has left the range of floats.
 *
 * <p>A step throws this before its update where the cost of the batch, the gradient of its losses
 * or the norm of a gradient that is clipped is infinite or NaN: weights and optimizer state are
 * those after the step before. What overflows further back, in the gradient of the weights or in
 * the update itself, is not looked at in each step, and need not show in the cost of a later one: a
 * ReLU hides a weight of -infinity, and one whose second moment is infinite stands still. {@link
 * Trainer#epoch}, at its end, and {@link Trainer#network} look at all weights and all that the
 * optimizer keeps, and throw this: the network to go back to is the last one that was given.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The number of the step. */
  private final long step;

  TrainingDivergedException(String what, long step) {
    super("step %d: %s".formatted(step, what));
    this.step = step;
  }

  /**
   * Returns the number, counted from 1, of the step that failed or, where weights and optimizer
   * were looked at, of the last one.
   */
  public long step() {
    return step;
  }
}
