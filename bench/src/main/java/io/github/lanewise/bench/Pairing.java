package io.github.lanewise.bench;

/**
 * Compares sides by letting them take turns: A B A B ... The rates of one turn are measured within
 * milliseconds of each other, so the machine's clock and its other users weigh on all alike and
 * cancel in their ratios.
 */
final class Pairing {

  private Pairing() {}

  /** Warms both sides up, then measures them in turn, {@code pairs} times each. */
  static PairedTiming compare(Side a, Side b, int pairs) {
    double[][] rates = inTurn(pairs, a, b);
    return PairedTiming.of(rates[0], rates[1]);
  }

  /** Warms all sides up, then measures them in turn; the rates are by side, then by turn. */
  static double[][] inTurn(int turns, Side... sides) {
    for (Side side : sides) {
      side.prepare();
    }
    double[][] rates = new double[sides.length][turns];
    for (int turn = 0; turn < turns; turn++) {
      for (int side = 0; side < sides.length; side++) {
        rates[side][turn] = sides[side].measure();
      }
    }
    return rates;
  }
}
