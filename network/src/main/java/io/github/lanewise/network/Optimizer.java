package io.github.lanewise.network;

/**
 * How the gradient d of the cost changes a parameter w, in place. An optimizer is a value: what it
 * remembers between steps lies in state arrays that the {@link Trainer} plans, one number per
 * parameter and slot, 0 before the first step.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW {

  /** Returns the numbers remembered per parameter: 0, 1 or 2. */
  int stateSlots();

  /** Returns the learning rate. */
  float learningRate();

  /**
   * Returns this optimizer with another learning rate.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  Optimizer withLearningRate(float learningRate);

  /**
   * Updates {@code length} parameters in place; allocates nothing.
   *
   * @param step number of this step, counted from 1
   * @param scale what the gradient is multiplied by: {@code 1 / m} where it is summed over m
   *     samples
   * @param stateOffset start of slot 0; slot i starts {@code i * stateStride} elements further on
   */
  void update(
      long step,
      int length,
      float scale,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset,
      int stateStride,
      float[] parameters,
      int parametersOffset);
}
