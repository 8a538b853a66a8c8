package io.github.lanewise.kernels.internal;

/** The oracle of {@link ScalarMath}: its functions in double, without cancellation. */
final class DoubleMath {

  private static final double SQRT_PI = Math.sqrt(Math.PI);
  private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
  private static final double TANH_FORM = 2 * Math.sqrt(2 / Math.PI);

  private DoubleMath() {}

  static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  static double softplus(double x) {
    return StrictMath.log1p(StrictMath.exp(-Math.abs(x))) + (x > 0 ? x : 0);
  }

  /** Abramowitz and Stegun 7.1.6 below 2: all terms have one sign. */
  static double erf(double x) {
    if (!(Math.abs(x) < 2)) {
      return Math.copySign(1 - erfc(Math.abs(x)), x);
    }
    double sum = x;
    double term = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / SQRT_PI * StrictMath.exp(-x * x) * sum;
  }

  /** Abramowitz and Stegun 7.1.14 from 2 on: 60 terms of the continued fraction, last one first. */
  static double erfc(double x) {
    if (!(x >= 2)) {
      return 1 - erf(x);
    }
    if (x > 28) {
      return 0;
    }
    double fraction = x;
    for (int n = 60; n > 0; n--) {
      fraction = x + 0.5 * n / fraction;
    }
    return StrictMath.exp(-x * x) / (SQRT_PI * fraction);
  }

  /** The distribution function of the standard normal distribution. */
  static double normal(double x) {
    return 0.5 * erfc(-x / Math.sqrt(2));
  }

  static double gelu(double x) {
    return x == Double.NEGATIVE_INFINITY ? -0.0 : x * normal(x);
  }

  static double geluDerivative(double x) {
    return normal(x) + productWithTail(x, StrictMath.exp(-0.5 * x * x) / SQRT_TWO_PI);
  }

  static double geluTanh(double x) {
    return x == Double.NEGATIVE_INFINITY ? -0.0 : x * sigmoid(tanhForm(x));
  }

  static double geluTanhDerivative(double x) {
    double u = tanhForm(x);
    double tail = sigmoid(u) * sigmoid(-u);
    double slope = productWithTail(TANH_FORM * (1 + 3 * 0.044715 * x * x), tail);
    return sigmoid(u) + productWithTail(x, slope);
  }

  static double silu(double x) {
    return x == Double.NEGATIVE_INFINITY ? -0.0 : x * sigmoid(x);
  }

  static double siluDerivative(double x) {
    return sigmoid(x) + productWithTail(x, sigmoid(x) * sigmoid(-x));
  }

  private static double tanhForm(double x) {
    return TANH_FORM * (x + 0.044715 * x * x * x);
  }

  /** The product, or 0 where the tail has vanished, however large x is. */
  private static double productWithTail(double x, double tail) {
    return tail == 0 ? 0 : x * tail;
  }
}
