package io.github.lanewise.kernels.internal;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A function of {@link ScalarMath} with what it promises: the largest error on [low, high], whether
 * it is monotone, and where its pieces meet.
 */
record MathFunction(
    String name,
    FloatFunction function,
    DoubleUnaryOperator exact,
    Bound bound,
    boolean monotone,
    float low,
    float high,
    List<Double> seams) {

  /** A function of floats. */
  interface FloatFunction {
    float apply(float x);
  }

  /** An error as a multiple of the largest allowed one. */
  interface Bound {
    double share(float actual, double exact);
  }

  @Override
  public String toString() {
    return name;
  }

  static Bound ulps(double largest) {
    return (actual, exact) -> ulpError(actual, exact) / largest;
  }

  static Bound mixed(double relative, double absolute) {
    return (actual, exact) ->
        actual == exact
            ? 0
            : atLeastItself(Math.abs(actual - exact) / (relative * Math.abs(exact) + absolute));
  }

  /**
   * The error in units of the last place that the exact result has among floats, 2^-149 below the
   * normal ones; as if 2^128 were one more float where infinity stands for it.
   */
  static double ulpError(float actual, double exact) {
    double overflow = 0x1p128;
    if (Math.abs(exact) >= overflow) {
      return actual == Math.copySign(Float.POSITIVE_INFINITY, exact) ? 0 : Double.POSITIVE_INFINITY;
    }
    double value = Float.isInfinite(actual) ? Math.copySign(overflow, actual) : actual;
    int exponent = Math.max(Math.getExponent(exact), Float.MIN_EXPONENT);
    return atLeastItself(Math.abs(value - exact) / Math.scalb(1.0, exponent - 23));
  }

  private static double atLeastItself(double error) {
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  static List<MathFunction> all() {
    float infinity = Float.POSITIVE_INFINITY;
    return List.of(
        everywhere("exp", ScalarMath::exp, StrictMath::exp, ulps(0.90))
            .seamsAt(-104, -87.33654, 0, 88.72284, 89)
            .seamsAt(halves(-151, 129, Math.log(2))),
        everywhere("expm1Negative", ScalarMath::expm1Negative, StrictMath::expm1, ulps(0.95))
            .on(-infinity, 0f)
            .seamsAt(-40, 0)
            .seamsAt(halves(-59, 1, Math.log(2))),
        everywhere("log", ScalarMath::log, StrictMath::log, ulps(0.87))
            .on(0f, infinity)
            .seamsAt(Float.MIN_NORMAL, 1, 0)
            .seamsAt(
                IntStream.rangeClosed(-149, 127)
                    .mapToDouble(e -> Math.scalb(Math.sqrt(0.5), e))
                    .toArray()),
        everywhere("tanh", ScalarMath::tanh, StrictMath::tanh, ulps(1.2))
            .seamsAt(0, 0.625, -0.625, 10, -10)
            .seamsAt(halves(-30, 30, Math.log(2) / 2)),
        everywhere("sigmoid", ScalarMath::sigmoid, DoubleMath::sigmoid, ulps(1.75))
            .seamsAt(0, -104, -87.33654, 104)
            .seamsAt(halves(-151, 151, Math.log(2))),
        everywhere("softplus", ScalarMath::softplus, DoubleMath::softplus, ulps(1.64))
            .seamsAt(0, 1, -1, 104, -104, -87.33654)
            .seamsAt(halves(-151, 151, Math.log(2))),
        everywhere("gelu", ScalarMath::gelu, DoubleMath::gelu, mixed(0x1p-22, 3.1e-8))
            .wiggling()
            .seamsAt(0, 10.355, -10.355)
            .seamsAt(crossings(t -> -log2(DoubleMath.normal(-t)), 10, 80)),
        everywhere(
                "geluDerivative",
                ScalarMath::geluDerivative,
                DoubleMath::geluDerivative,
                mixed(0x1p-22, 0x1p-25))
            .wiggling()
            .seamsAt(0, 13.27, -13.27)
            .seamsAt(crossings(t -> t * t / Math.log(4), 13.3, 127)),
        everywhere("geluTanh", ScalarMath::geluTanh, DoubleMath::geluTanh, mixed(0x1p-22, 0x1p-25))
            .wiggling()
            .seamsAt(0, 10, -10, 10.06, -10.06)
            .seamsAt(crossings(t -> tanhForm(t), 10.1, 128)),
        everywhere(
                "geluTanhDerivative",
                ScalarMath::geluTanhDerivative,
                DoubleMath::geluTanhDerivative,
                mixed(0x1p-22, 0x1p-24))
            .wiggling()
            .seamsAt(0, 10.06, -10.06)
            .seamsAt(crossings(t -> tanhForm(t), 10.1, 128)),
        everywhere("silu", ScalarMath::silu, DoubleMath::silu, mixed(0x1p-22, 0x1p-25))
            .wiggling()
            .seamsAt(0, -88.72, 87)
            .seamsAt(halves(-129, 129, Math.log(2))),
        everywhere(
                "siluDerivative",
                ScalarMath::siluDerivative,
                DoubleMath::siluDerivative,
                mixed(0x1p-22, 0x1p-25))
            .wiggling()
            .seamsAt(0, -88.72, 88.72)
            .seamsAt(halves(-129, 129, Math.log(2))),
        everywhere(
                "softplusDerivative",
                ScalarMath::softplusDerivative,
                a -> -StrictMath.expm1(-a),
                ulps(0.95))
            .on(0f, infinity)
            .seamsAt(0, 40)
            .seamsAt(halves(0, 59, Math.log(2))),
        everywhere("tanhDerivative", ScalarMath::tanhDerivative, a -> 1 - a * a, ulps(0.5))
            .wiggling()
            .on(-1f, 1f)
            .seamsAt(-1, 0, 1),
        everywhere("sigmoidDerivative", ScalarMath::sigmoidDerivative, a -> a * (1 - a), ulps(1.5))
            .wiggling()
            .on(0f, 1f)
            .seamsAt(0, 0.5, 1));
  }

  private static MathFunction everywhere(
      String name, FloatFunction function, DoubleUnaryOperator exact, Bound bound) {
    float infinity = Float.POSITIVE_INFINITY;
    return new MathFunction(name, function, exact, bound, true, -infinity, infinity, List.of());
  }

  private MathFunction on(float newLow, float newHigh) {
    return new MathFunction(name, function, exact, bound, monotone, newLow, newHigh, seams);
  }

  private MathFunction wiggling() {
    return new MathFunction(name, function, exact, bound, false, low, high, seams);
  }

  private MathFunction seamsAt(double... more) {
    List<Double> both = Stream.concat(seams.stream(), DoubleStream.of(more).boxed()).toList();
    return new MathFunction(name, function, exact, bound, monotone, low, high, both);
  }

  /** Where x / unit is rounded to another integer. */
  private static double[] halves(int from, int to, double unit) {
    return IntStream.range(from, to).mapToDouble(n -> (n + 0.5) * unit).toArray();
  }

  /** Where an increasing function of [0, end] passes n + 1/2, n below count; and the negatives. */
  private static double[] crossings(DoubleUnaryOperator increasing, double end, int count) {
    return IntStream.range(0, count)
        .mapToDouble(n -> crossing(increasing, end, n + 0.5))
        .flatMap(x -> DoubleStream.of(x, -x))
        .toArray();
  }

  private static double crossing(DoubleUnaryOperator increasing, double end, double value) {
    double below = 0;
    double above = end;
    for (int step = 0; step < 60; step++) {
      double middle = 0.5 * (below + above);
      if (increasing.applyAsDouble(middle) < value) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  private static double tanhForm(double t) {
    return 2 * Math.sqrt(2 / Math.PI) * (t + 0.044715 * t * t * t) / Math.log(2);
  }
}
