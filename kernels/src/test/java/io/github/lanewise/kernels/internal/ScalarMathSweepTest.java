package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All 2^32 floats. */
@Tag("long")
class ScalarMathSweepTest {

  static List<MathFunction> functions() {
    return MathFunction.all();
  }

  @ParameterizedTest
  @MethodSource("functions")
  void keepsItsBoundAndNeverFallsOnAllFloats(MathFunction function) {
    ScalarMathTest.checkFindings(function, FloatSweep.ofDomain(function, 1));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void nanStaysNan(MathFunction function) {
    assertThat(
            FloatSweep.nans(1)
                .parallel()
                .filter(bits -> !Float.isNaN(function.function().apply(nan(bits))))
                .findAny())
        .isEmpty();
  }

  @Test
  void tanhIsOddBitForBit() {
    LongStream.rangeClosed(0, FloatSweep.number(Float.POSITIVE_INFINITY))
        .parallel()
        .forEach(number -> ScalarMathTest.assertOdd(ScalarMath::tanh, FloatSweep.floatOf(number)));
  }

  private static float nan(long bits) {
    return Float.intBitsToFloat((int) bits);
  }
}
