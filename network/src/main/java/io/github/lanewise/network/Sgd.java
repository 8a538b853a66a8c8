package io.github.lanewise.network;

import io.github.lanewise.kernels.Update;

/**
 * Stochastic gradient descent, {@code w = w - learningRate * d}; with momentum {@code v = momentum
 * * v + d} takes the place of d, and with Nesterov's look-ahead {@code d + momentum * v} does
 * (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, in
 * the form that has the learning rate outside v).
 *
 * @param learningRate above 0
 * @param momentum in [0, 1)
 * @param nesterov whether to look ahead; needs a momentum above 0
 */
public record Sgd(float learningRate, float momentum, boolean nesterov) implements Optimizer {
  /** Plain gradient descent. */
  public Sgd(float learningRate) {
    this(learningRate, 0, false);
  }

  /** Gradient descent with momentum. */
  public Sgd(float learningRate, float momentum) {
    this(learningRate, momentum, false);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is outside its range
   */
  public Sgd {
    OptimizerChecks.positive("sgd", "learningRate", learningRate);
    OptimizerChecks.fraction("sgd", "momentum", momentum);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException(
          "sgd: nesterov must have momentum > 0, got momentum=" + momentum);
    }
  }

  @Override
  public int stateSlots() {
    return momentum == 0 ? 0 : 1;
  }

  @Override
  public Sgd withLearningRate(float learningRate) {
    return new Sgd(learningRate, momentum, nesterov);
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
    if (momentum == 0) {
      Update.sgd(
          length, learningRate, scale, gradient, gradientOffset, parameters, parametersOffset);
    } else if (nesterov) {
      Update.nesterov(
          length,
          learningRate,
          momentum,
          scale,
          gradient,
          gradientOffset,
          state,
          stateOffset,
          parameters,
          parametersOffset);
    } else {
      Update.momentum(
          length,
          learningRate,
          momentum,
          scale,
          gradient,
          gradientOffset,
          state,
          stateOffset,
          parameters,
          parametersOffset);
    }
  }
}
