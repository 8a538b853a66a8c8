package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle, against numbers that it has no part in. */
class DoubleMathTest {

  /** x, erf(x), erfc(x): exact Maclaurin sums of rationals to 60 digits, rounded to 18. */
  private static final String GOLDEN =
      """
      0x1p-30 1.05088499104186201e-9 0.999999998949115009
      0x1p-12 2.75483189618318644e-4 0.999724516810381681
      0.0625 0.0704319777223870781 0.929568022277612922
      0.125 0.140316204801333817 0.859683795198666183
      0.1875 0.209117677059375848 0.790882322940624152
      0.25 0.276326390168236933 0.723673609831763067
      0.375 0.404116909434822298 0.595883090565177702
      0.4375 0.463898135749932973 0.536101864250067027
      0.5 0.520499877813046538 0.479500122186953462
      0.5625 0.573674456615591954 0.426325543384408046
      0.625 0.623240882188417972 0.376759117811582028
      0.75 0.711155633653515132 0.288844366346484868
      0.84375 0.767225661232341633 0.232774338767658367
      0.875 0.784075061059859658 0.215924938940140342
      1.0 0.842700792949714869 0.157299207050285131
      1.125 0.888388231701707764 0.111611768298292236
      1.25 0.92290012825645823 0.0770998717435417699
      1.375 0.948170072782090323 0.0518299272179096774
      1.5 0.966105146475310727 0.0338948535246892729
      1.625 0.978443733239983665 0.0215562667600163353
      1.75 0.986671671219182444 0.0133283287808175562
      1.875 0.99199005767011997 8.0099423298800297e-3
      2.0 0.995322265018952734 4.67773498104726584e-3
      2.125 0.997345970640517658 2.65402935948234153e-3
      2.25 0.998537283413318848 1.4627165866811517e-3
      2.5 0.999593047982555041 4.0695201744495894e-4
      2.75 0.999899378077880363 1.00621922119636837e-4
      3.0 0.999977909503001415 2.20904969985854414e-5
      3.25 0.999995697220536325 4.30277946367512183e-6
      3.5 0.999999256901627659 7.43098372341412746e-7
      3.75 0.99999988627274343 1.13727256569796653e-7
      4.0 0.9999999845827421 1.54172579002800189e-8
      4.5 0.999999999803383956 1.96616044154288748e-10
      5.0 0.99999999999846254 1.53745979442803485e-12
      5.5 0.999999999999992642 7.35784791797439806e-15
      6.0 0.999999999999999978 2.15197367124989131e-17
      8.0 1.0 1.12242971729829271e-29
      10.0 1.0 2.08848758376254476e-45
      """;

  /** A function and its derivative. */
  record Pair(String name, DoubleUnaryOperator function, DoubleUnaryOperator derivative) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<String> golden() {
    return GOLDEN.lines().toList();
  }

  static List<Pair> pairs() {
    return List.of(
        new Pair("gelu", DoubleMath::gelu, DoubleMath::geluDerivative),
        new Pair("geluTanh", DoubleMath::geluTanh, DoubleMath::geluTanhDerivative),
        new Pair("silu", DoubleMath::silu, DoubleMath::siluDerivative),
        new Pair("softplus", DoubleMath::softplus, DoubleMath::sigmoid));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void erfAndErfcAreTheGoldenValues(String row) {
    String[] fields = row.split(" ");
    double x = Double.parseDouble(fields[0]);
    double erf = Double.parseDouble(fields[1]);
    double erfc = Double.parseDouble(fields[2]);
    assertThat(DoubleMath.erf(x)).isCloseTo(erf, within(erf * 0x1p-50));
    assertThat(DoubleMath.erf(-x)).isEqualTo(-DoubleMath.erf(x));
    assertThat(DoubleMath.erfc(x)).isCloseTo(erfc, within(erfc * 0x1p-43));
    assertThat(DoubleMath.erfc(-x)).isCloseTo(1 + erf, within(0x1p-50));
  }

  /** Central differences: the error of h^2 / 6 times the third derivative, at most 1, is 2e-9. */
  @ParameterizedTest
  @MethodSource("pairs")
  void derivativesAreTheSlopes(Pair pair) {
    double h = 1e-4;
    for (double x = -12; x <= 12; x += 0.0625) {
      double slope =
          (pair.function().applyAsDouble(x + h) - pair.function().applyAsDouble(x - h)) / (2 * h);
      assertThat(pair.derivative().applyAsDouble(x)).as("at %s", x).isCloseTo(slope, within(3e-9));
    }
  }

  @Test
  void geluTanhIsTheFormOfItsName() {
    for (double x = -3; x <= 12; x += 0.0625) {
      double u = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
      double form = 0.5 * x * (1 + StrictMath.tanh(u));
      assertThat(DoubleMath.geluTanh(x)).as("at %s", x).isCloseTo(form, within(1e-14));
    }
  }
}
