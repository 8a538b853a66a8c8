package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.internal.FloatSweep.Findings;
import io.github.lanewise.kernels.internal.MathFunction.FloatFunction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every 257th float, all floats around the seams, and the exact cases. */
class ScalarMathTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final int STEP = 257;
  private static final int REACH = 4_000;

  static List<MathFunction> functions() {
    return MathFunction.all();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void keepsItsBoundAndNeverFallsOnEvery257thFloat(MathFunction function) {
    Findings findings = FloatSweep.ofDomain(function, STEP);
    assertThat(findings.steps())
        .isGreaterThan(
            (FloatSweep.number(function.high()) - FloatSweep.number(function.low())) / STEP);
    checkFindings(function, findings);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void keepsItsBoundAndNeverFallsAroundItsSeams(MathFunction function) {
    Findings findings = FloatSweep.ofSeams(function, REACH);
    assertThat(findings.steps()).isGreaterThan(REACH * (long) function.seams().size());
    checkFindings(function, findings);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void nanStaysNan(MathFunction function) {
    assertThat(
            FloatSweep.nans(STEP)
                .mapToObj(bits -> Float.intBitsToFloat((int) bits))
                .filter(nan -> !Float.isNaN(function.function().apply(nan))))
        .isEmpty();
  }

  @Test
  void tanhIsOddBitForBit() {
    for (long number = 0; number <= FloatSweep.number(INFINITY); number += STEP) {
      float x = FloatSweep.floatOf(number);
      assertOdd(ScalarMath::tanh, x);
    }
  }

  @Test
  void zerosAndInfinitiesAreExact() {
    assertExact(ScalarMath::exp, 0f, 1f, 1f, INFINITY);
    assertExact(ScalarMath::tanh, -1f, -0f, 0f, 1f);
    assertExact(ScalarMath::sigmoid, 0f, 0.5f, 0.5f, 1f);
    assertExact(ScalarMath::softplus, 0f, 0.6931472f, 0.6931472f, INFINITY);
    assertExact(ScalarMath::gelu, -0f, -0f, 0f, INFINITY);
    assertExact(ScalarMath::geluTanh, -0f, -0f, 0f, INFINITY);
    assertExact(ScalarMath::silu, -0f, -0f, 0f, INFINITY);
    assertExact(ScalarMath::geluDerivative, 0f, 0.5f, 0.5f, 1f);
    assertExact(ScalarMath::geluTanhDerivative, -0f, 0.5f, 0.5f, 1f);
    assertExact(ScalarMath::siluDerivative, -0f, 0.5f, 0.5f, 1f);
  }

  @Test
  void logIsExactAtItsEnds() {
    assertBits(ScalarMath::log, 1f, 0f);
    assertBits(ScalarMath::log, 0f, -INFINITY);
    assertBits(ScalarMath::log, -0f, -INFINITY);
    assertBits(ScalarMath::log, INFINITY, INFINITY);
    assertThat(ScalarMath.log(-Float.MIN_VALUE)).isNaN();
    assertThat(ScalarMath.log(-1f)).isNaN();
    assertThat(ScalarMath.log(-INFINITY)).isNaN();
  }

  @Test
  void expm1NegativeIsExactAtItsEnds() {
    assertBits(ScalarMath::expm1Negative, -INFINITY, -1f);
    assertBits(ScalarMath::expm1Negative, -0f, -0f);
    assertBits(ScalarMath::expm1Negative, 0f, 0f);
    assertBits(ScalarMath::softplusDerivative, 0f, 0f);
    assertBits(ScalarMath::softplusDerivative, INFINITY, 1f);
  }

  /** log(2^128 - 2^103), from where on e^x is rounded to infinity, is 88.7228390818. */
  @Test
  void expOverflowsWhereItMust() {
    float last = 88.72283f;
    assertThat((double) last).isLessThan(88.7228390818);
    assertThat((double) Math.nextUp(last)).isGreaterThan(88.7228390818);
    assertThat(ScalarMath.exp(last)).isFinite();
    assertThat(ScalarMath.exp(Math.nextUp(last))).isEqualTo(INFINITY);
    assertThat(ScalarMath.exp(Float.MAX_VALUE)).isEqualTo(INFINITY);
  }

  /** log(2^-126) is -87.3365447506, log(2^-150) is -103.972077084. */
  @Test
  void underflowIsGradual() {
    assertThat(ScalarMath.exp(-87.3366f)).isBetween(0x1.fff0p-127f, 0x0.ffffffp-126f);
    assertThat(ScalarMath.exp(-103.97207f)).isEqualTo(Float.MIN_VALUE);
    assertBits(ScalarMath::exp, -103.97209f, 0f);
    assertThat(ScalarMath.sigmoid(-103.97207f)).isEqualTo(Float.MIN_VALUE);
    assertBits(ScalarMath::sigmoid, -103.97209f, 0f);
    assertThat(ScalarMath.softplus(-103.97207f)).isEqualTo(Float.MIN_VALUE);
    assertBits(ScalarMath::softplus, -103.97209f, 0f);
    for (float x = Float.MIN_VALUE; x < Float.MIN_NORMAL; x *= 3) {
      assertBits(ScalarMath::tanh, x, x);
      assertBits(ScalarMath::expm1Negative, -x, -x);
      assertBits(ScalarMath::softplusDerivative, x, x);
    }
  }

  @Test
  void tanhNeverExceedsOne() {
    for (float x = 8.5f; x < 10.5f; x = Math.nextUp(x)) {
      assertThat(ScalarMath.tanh(x)).isLessThanOrEqualTo(1f);
    }
  }

  @Test
  void theMeterOfErrorsIsExact() {
    assertThat(MathFunction.ulpError(1f, 1)).isZero();
    assertThat(MathFunction.ulpError(Math.nextUp(1f), 1)).isEqualTo(1);
    assertThat(MathFunction.ulpError(1f, Math.nextDown(1f))).isEqualTo(1);
    assertThat(MathFunction.ulpError(Math.nextDown(1f), 1)).isEqualTo(0.5);
    assertThat(MathFunction.ulpError(0f, 0x1p-150)).isEqualTo(0.5);
    assertThat(MathFunction.ulpError(0f, Float.MIN_NORMAL)).isEqualTo(0x1p23);
    assertThat(MathFunction.ulpError(INFINITY, Float.MAX_VALUE)).isEqualTo(1);
    assertThat(MathFunction.ulpError(INFINITY, 0x1p128)).isZero();
    assertThat(MathFunction.ulpError(-INFINITY, 0x1p128)).isInfinite();
    assertThat(MathFunction.ulpError(Float.MAX_VALUE, 0x1p128)).isInfinite();
    assertThat(MathFunction.ulpError(Float.NaN, 1)).isInfinite();
    assertThat(MathFunction.mixed(0.5, 0.25).share(2f, 1)).isEqualTo(1 / 0.75);
    assertThat(MathFunction.mixed(0.5, 0.25).share(Float.NaN, 1)).isInfinite();
    assertThat(MathFunction.mixed(0.5, 0.25).share(1f, INFINITY)).isInfinite();
  }

  static void checkFindings(MathFunction function, Findings findings) {
    assertThat(findings.worstShare()).as("share of the bound, %s", findings).isLessThanOrEqualTo(1);
    if (function.monotone()) {
      assertThat(findings.decreases()).as("%s", findings).isZero();
    }
  }

  private static void assertExact(
      FloatFunction function,
      float atMinusInfinity,
      float atMinusZero,
      float atZero,
      float atInfinity) {
    assertBits(function, -INFINITY, atMinusInfinity);
    assertBits(function, -0f, atMinusZero);
    assertBits(function, 0f, atZero);
    assertBits(function, INFINITY, atInfinity);
  }

  static void assertOdd(FloatFunction function, float x) {
    int bits = Float.floatToRawIntBits(function.apply(x));
    int mirrored = Float.floatToRawIntBits(function.apply(-x));
    if ((bits ^ mirrored) != Integer.MIN_VALUE) {
      throw new AssertionError("not odd at " + x);
    }
  }

  private static void assertBits(FloatFunction function, float x, float expected) {
    assertThat(Float.floatToRawIntBits(function.apply(x)))
        .as("f(%s) = %s, expected %s", x, function.apply(x), expected)
        .isEqualTo(Float.floatToRawIntBits(expected));
  }
}
