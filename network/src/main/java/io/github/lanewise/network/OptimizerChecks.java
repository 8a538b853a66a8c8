package io.github.lanewise.network;

/** Ranges of the optimizers' constants. */
final class OptimizerChecks {
  private OptimizerChecks() {}

  static void positive(String routine, String name, float value) {
    if (!(value > 0 && value <= Float.MAX_VALUE)) {
      throw invalid(routine, name, "finite and > 0", value);
    }
  }

  static void notNegative(String routine, String name, float value) {
    if (!(value >= 0 && value <= Float.MAX_VALUE)) {
      throw invalid(routine, name, "finite and >= 0", value);
    }
  }

  static void fraction(String routine, String name, float value) {
    if (!(value >= 0 && value < 1)) {
      throw invalid(routine, name, "in [0, 1)", value);
    }
  }

  /** Requires that {@code 1 - learningRate * weightDecay} is not negative. */
  static void decayFactor(String routine, float learningRate, float weightDecay) {
    if (learningRate * weightDecay > 1) {
      throw new IllegalArgumentException(
          "%s: learningRate * weightDecay must be <= 1, got weightDecay=%s (learningRate=%s)"
              .formatted(routine, weightDecay, learningRate));
    }
  }

  private static IllegalArgumentException invalid(
      String routine, String name, String rule, float value) {
    return new IllegalArgumentException(
        "%s: %s must be %s, got %s=%s".formatted(routine, name, rule, name, value));
  }
}
