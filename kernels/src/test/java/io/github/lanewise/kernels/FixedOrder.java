package io.github.lanewise.kernels;

/** The fixed order of sums, written down once more: 16 chains joined by halves, then the rest. */
final class FixedOrder {

  /** What one element adds to a chain. */
  interface Step {
    float add(float chain, int p);
  }

  private FixedOrder() {}

  static float sum(int length, Step step) {
    float[] chains = new float[16];
    int whole = length / 16 * 16;
    for (int p = 0; p < whole; p++) {
      chains[p % 16] = step.add(chains[p % 16], p);
    }
    for (int half = 8; half >= 1; half /= 2) {
      for (int r = 0; r < half; r++) {
        chains[r] += chains[r + half];
      }
    }
    float sum = chains[0];
    for (int p = whole; p < length; p++) {
      sum = step.add(sum, p);
    }
    return sum;
  }
}
