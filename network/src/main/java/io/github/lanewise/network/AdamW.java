package io.github.lanewise.network;

import io.github.lanewise.kernels.Update;

/**
 * {@link Adam} with decoupled weight decay: every parameter, biases too, is multiplied by {@code 1
 * - learningRate * weightDecay} before Adam's step. Loshchilov and Hutter, "Decoupled weight decay
 * regularization", 2019.
 *
 * @param learningRate above 0; 0.001 is usual
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon above 0
 * @param weightDecay at least 0, at most {@code 1 / learningRate}: beyond it weights would change
 *     sign
 */
public record AdamW(float learningRate, float beta1, float beta2, float epsilon, float weightDecay)
    implements Optimizer {
  /** Takes beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 and weightDecay = 0.01. */
  public AdamW(float learningRate) {
    this(learningRate, 0.01f);
  }

  /** Takes beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8. */
  public AdamW(float learningRate, float weightDecay) {
    this(learningRate, 0.9f, 0.999f, 1e-8f, weightDecay);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public AdamW {
    OptimizerChecks.positive("adamW", "learningRate", learningRate);
    OptimizerChecks.fraction("adamW", "beta1", beta1);
    OptimizerChecks.fraction("adamW", "beta2", beta2);
    OptimizerChecks.positive("adamW", "epsilon", epsilon);
    OptimizerChecks.notNegative("adamW", "weightDecay", weightDecay);
    OptimizerChecks.decayFactor("adamW", learningRate, weightDecay);
  }

  @Override
  public int stateSlots() {
    return 2;
  }

  @Override
  public AdamW withLearningRate(float learningRate) {
    return new AdamW(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public void update(
      long step,
      int length,
      float scale,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset,
      int stateStride,
      float[] parameters,
      int parametersOffset) {
    Update.adam(
        length,
        BiasCorrection.stepSize(learningRate, beta1, step),
        beta1,
        beta2,
        epsilon,
        BiasCorrection.secondCorrection(beta2, step),
        (float) Math.max(0, 1 - (double) learningRate * weightDecay),
        scale,
        gradient,
        gradientOffset,
        state,
        stateOffset,
        state,
        stateOffset + stateStride,
        parameters,
        parametersOffset);
  }
}
