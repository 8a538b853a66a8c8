package io.github.lanewise.network;

/**
 * How the gradient d of the cost changes a parameter w, in place. An optimizer is a value: what it
 * remembers between steps lies in state arrays that the {@link Trainer} plans, one number per
 * parameter and slot, 0 before the first step.
 *
 * <p>A closed set: a trainer calls an update from several threads, on parts of a layer of any
 * length, and promises the same bits and no allocation.
 */
public sealed interface Optimizer permits Sgd, Adam, AdamW {

  /** Returns the numbers remembered per parameter: 0, 1 or 2. */
  int stateSlots();

  /** Returns the learning rate. */
  float learningRate();

  /**
   * Returns this optimizer with another learning rate.
   *
   * @throws IllegalArgumentException if it is not finite, not above 0, or too high for the
   *     optimizer's other constants
   */
  Optimizer withLearningRate(float learningRate);

  /**
   * Updates {@code length} parameters in place; allocates nothing.
   *
   * @param step number of this step, counted from 1
   * @param length of the part of the parameters that is updated
   * @param scale what the gradient is multiplied by: {@code 1 / m} where it is summed over m
   *     samples
   * @param gradient of the cost by these parameters, or {@code 1 / scale} times that
   * @param gradientOffset start of the gradient
   * @param state {@link #stateSlots} numbers for each parameter
   * @param stateOffset start of slot 0; slot i starts {@code i * stateStride} elements further on
   * @param stateStride from one slot to the next
   * @param parameters to update
   * @param parametersOffset start of the parameters
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
