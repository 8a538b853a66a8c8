package io.github.lanewise.kernels.internal;

import java.util.stream.LongStream;

/**
 * Compares a function with its oracle over floats in ascending order. The floats are counted: 0 for
 * +0, -1 for -0, neighbors one apart.
 */
final class FloatSweep {

  private static final int CHUNKS = 512;

  private FloatSweep() {}

  /**
   * What a sweep found.
   *
   * @param worstShare largest error, as a multiple of the bound
   * @param worstAt where that is
   * @param steps arguments tried
   * @param decreases how often the function fell from one argument to the next
   * @param decreaseAt the last of those arguments
   */
  record Findings(double worstShare, float worstAt, long steps, long decreases, float decreaseAt) {

    static final Findings NONE = new Findings(-1, 0, 0, 0, 0);

    Findings and(Findings other) {
      boolean worse = other.worstShare > worstShare;
      return new Findings(
          worse ? other.worstShare : worstShare,
          worse ? other.worstAt : worstAt,
          steps + other.steps,
          decreases + other.decreases,
          other.decreases > 0 ? other.decreaseAt : decreaseAt);
    }
  }

  /** Every step-th float of the function's domain, on all cores. */
  static Findings ofDomain(MathFunction function, int step) {
    long first = number(function.low());
    long last = number(function.high());
    long chunk = ((last - first) / CHUNKS / step + 1) * step;
    // A chunk ends with the first argument of the next one, for the comparison.
    return LongStream.range(0, CHUNKS)
        .map(c -> first + c * chunk)
        .filter(from -> from <= last)
        .parallel()
        .mapToObj(from -> ofRange(function, from, Math.min(last, from + chunk), step))
        .reduce(Findings.NONE, Findings::and);
  }

  /** The floats around the seams, up to {@code reach} on either side, within the domain. */
  static Findings ofSeams(MathFunction function, int reach) {
    long first = number(function.low());
    long last = number(function.high());
    return function.seams().parallelStream()
        .mapToLong(seam -> number(seam.floatValue()))
        .mapToObj(seam ->
            ofRange(function, Math.max(first, seam - reach), Math.min(last, seam + reach), 1))
        .reduce(Findings.NONE, Findings::and);
  }

  private static Findings ofRange(MathFunction function, long from, long to, int step) {
    double worstShare = -1;
    float worstAt = 0;
    long decreases = 0;
    float decreaseAt = 0;
    float previous = Float.NEGATIVE_INFINITY;
    long steps = 0;
    for (long number = from; number <= to; number += step) {
      float x = floatOf(number);
      float actual = function.function().apply(x);
      double share = function.bound().share(actual, function.exact().applyAsDouble(x));
      if (share > worstShare) {
        worstShare = share;
        worstAt = x;
      }
      if (actual < previous) {
        decreases++;
        decreaseAt = x;
      }
      previous = actual;
      steps++;
    }
    return new Findings(worstShare, worstAt, steps, decreases, decreaseAt);
  }

  static long number(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits < 0 ? -(long) (bits & Integer.MAX_VALUE) - 1 : bits;
  }

  static float floatOf(long number) {
    return Float.intBitsToFloat((int) (number < 0 ? Integer.MIN_VALUE | (-number - 1) : number));
  }

  /** Every step-th NaN of both signs. */
  static LongStream nans(int step) {
    return LongStream.rangeClosed(0x7f800001L, 0x7fffffffL)
        .filter(bits -> bits % step == 0)
        .flatMap(bits -> LongStream.of(bits, bits | 0x80000000L));
  }
}
