package io.github.lanewise.network;

import io.github.lanewise.kernels.WorkerTeam;

/** Ranges of a trainer's settings. */
final class TrainerChecks {
  private TrainerChecks() {}

  static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "trainer: %s must be >= 1, got %s=%d".formatted(name, name, value));
    }
  }

  static void threads(int threads) {
    if (threads < 1 || threads > WorkerTeam.MAX_WORKERS) {
      throw new IllegalArgumentException(
          "trainer: threads must be in 1..%d, got threads=%d"
              .formatted(WorkerTeam.MAX_WORKERS, threads));
    }
  }

  static void lambda(float l2) {
    if (!(l2 >= 0 && l2 <= Float.MAX_VALUE)) {
      throw invalid("l2", "finite and >= 0", l2);
    }
  }

  static void limit(String name, float limit) {
    if (!(limit > 0 && limit <= Float.MAX_VALUE)) {
      throw invalid(name, "finite and > 0", limit);
    }
  }

  static void rate(float dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw invalid("dropout", "in [0, 1)", dropout);
    }
  }

  static void hiddenLayer(int layer, int layers) {
    if (layer < 0 || layer >= layers - 1) {
      throw new IllegalArgumentException(
          "trainer: dropout must be of a hidden layer, got layer=%d (hidden layers=%d)"
              .formatted(layer, layers - 1));
    }
  }

  private static IllegalArgumentException invalid(String name, String rule, float value) {
    return new IllegalArgumentException(
        "trainer: %s must be %s, got %s=%s".formatted(name, rule, name, value));
  }
}
