package io.github.lanewise.network;

import io.github.lanewise.kernels.Update;

/**
 * Adam: {@code m = beta1 m + (1 - beta1) d}, {@code v = beta2 v + (1 - beta2) d^2}, {@code w = w -
 * learningRate * mhat / (sqrt(vhat) + epsilon)} with {@code mhat = m / (1 - beta1^t)} and {@code
 * vhat = v / (1 - beta2^t)} in step t = 1, 2, ... Kingma and Ba, "Adam: a method for stochastic
 * optimization", 2015.
 *
 * @param learningRate above 0; 0.001 is usual
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon above 0
 */
public record Adam(float learningRate, float beta1, float beta2, float epsilon)
    implements Optimizer {
  /** Takes beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8. */
  public Adam(float learningRate) {
    this(learningRate, 0.9f, 0.999f, 1e-8f);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public Adam {
    OptimizerChecks.positive("adam", "learningRate", learningRate);
    OptimizerChecks.fraction("adam", "beta1", beta1);
    OptimizerChecks.fraction("adam", "beta2", beta2);
    OptimizerChecks.positive("adam", "epsilon", epsilon);
  }

  @Override
  public int stateSlots() {
    return 2;
  }

  @Override
  public Adam withLearningRate(float learningRate) {
    return new Adam(learningRate, beta1, beta2, epsilon);
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
        1,
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
