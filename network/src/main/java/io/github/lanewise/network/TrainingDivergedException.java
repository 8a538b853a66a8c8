package io.github.lanewise.network;

/**
 * The cost of a batch, or the gradient of its losses, is infinite or not a number. The step has
 * changed nothing: weights and optimizer state are those after the step before. What overflows
 * further back, in a hidden layer's gradient, is met by the next step only: the network to go back
 * to is the last one whose cost was good.
 */
public final class TrainingDivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The number of the step. */
  private final long step;

  TrainingDivergedException(String what, long step) {
    super("step %d: %s; the weights are unchanged".formatted(step, what));
    this.step = step;
  }

  /** Returns the number of the step that failed, counted from 1. */
  public long step() {
    return step;
  }
}
