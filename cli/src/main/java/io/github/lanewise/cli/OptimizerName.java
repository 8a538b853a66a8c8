package io.github.lanewise.cli;

import io.github.lanewise.network.Adam;
import io.github.lanewise.network.AdamW;
import io.github.lanewise.network.Optimizer;
import io.github.lanewise.network.Sgd;
import java.util.Locale;

/** The optimizers by the names of the command line. */
enum OptimizerName {
  SGD(0.1f) {
    @Override
    Optimizer create(float learningRate) {
      return new Sgd(learningRate);
    }
  },
  MOMENTUM(0.03f) {
    @Override
    Optimizer create(float learningRate) {
      return new Sgd(learningRate, MOMENTUM_FACTOR, false);
    }
  },
  NESTEROV(0.03f) {
    @Override
    Optimizer create(float learningRate) {
      return new Sgd(learningRate, MOMENTUM_FACTOR, true);
    }
  },
  ADAM(0.003f) {
    @Override
    Optimizer create(float learningRate) {
      return new Adam(learningRate);
    }
  },
  ADAMW(0.003f) {
    @Override
    Optimizer create(float learningRate) {
      return new AdamW(learningRate);
    }
  };

  private static final float MOMENTUM_FACTOR = 0.9f;

  private final float usualLearningRate;

  OptimizerName(float usualLearningRate) {
    this.usualLearningRate = usualLearningRate;
  }

  /** What the learning rate is where none is given. */
  float usualLearningRate() {
    return usualLearningRate;
  }

  abstract Optimizer create(float learningRate);

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
