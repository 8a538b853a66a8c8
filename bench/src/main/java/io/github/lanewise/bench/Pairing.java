package io.github.lanewise.bench;

/**
 * Compares two sides by letting them take turns: A B A B ... Both rates of a pair are measured
 * within milliseconds of each other, so the machine's clock and its other users weigh on both alike
 * and cancel in their ratio.
 */
final class Pairing {

  private Pairing() {}

  /** Warms both sides up, then measures them in turn, {@code pairs} times each. */
  static PairedTiming compare(Side a, Side b, int pairs) {
    a.prepare();
    b.prepare();
    double[] ratesOfA = new double[pairs];
    double[] ratesOfB = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      ratesOfA[pair] = a.measure();
      ratesOfB[pair] = b.measure();
    }
    return PairedTiming.of(ratesOfA, ratesOfB);
  }
}
