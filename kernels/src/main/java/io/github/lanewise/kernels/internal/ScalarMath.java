package io.github.lanewise.kernels.internal;

/**
 * The mathematical functions of the kernels as straight-line float programs, from which the build
 * makes the vector loops: the same operations in the same order, hence the same bits.
 *
 * <p>Errors are the largest over all floats, in units in the last place (ULP) of the exact result;
 * {@code ScalarMathSweepTest} holds every function to its number. Both sides of a condition are
 * always computed, as vectors know no branch; so there are few.
 *
 * <p>The polynomials are our own minimax fits (Remez exchange in 50 digits, weighted by what the
 * error does to the result), with the coefficients rounded to float one after another, lowest
 * degree first, and the rest fitted anew each time; those of log and 2^r all at once by lattice
 * reduction (Brisebarre and Chevillard 2007). The comments give interval and error.
 */
public final class ScalarMath {

  private static final float LOG2_E = 1.442695f;

  // ln 2 = LN2_HI + LN2_LO to 2^-54. With |r| < 1/2 and FMA, r = x - n * LN2_HI is exact: both
  // terms are multiples of 2^-25 wherever n is not 0.
  private static final float LN2_HI = 0.6931472f;
  private static final float LN2_LO = -1.9046542e-9f;

  // Adding 1.5 * 2^23 + b rounds y, |y| < 2^21, to an integer n and leaves n + b in the low bits of
  // the sum. Shifted left by 23 they are a float: 2^n for b = 127, -2^n for b = 127 + 256, with 0
  // at n = -127 and infinity at n = 128. For b = 254 they are split in two exponents, so that e^x
  // may
  // underflow gradually, and overflow only once it is multiplied out.
  private static final float ROUND = 12582912f;
  private static final float ROUND_TO_SCALE = 12583039f;
  private static final float ROUND_TO_MINUS_SCALE = 12583295f;
  private static final float ROUND_TO_TWO_SCALES = 12583166f;

  private static final int SIGN = 0x80000000;
  private static final int SQRT_HALF = 0x3f3504f3;
  private static final int FRACTION = 0x7fffff;

  // u(x) = sqrt(8 / pi) (x + 0.044715 x^3), of which GELU's tanh form takes e^-u: as log2(e) u(x) =
  // x (TANH_FORM + TANH_FORM_CUBE x^2), and u'(x) = TANH_FORM_SLOPE + TANH_FORM_CUBE_SLOPE x^2.
  private static final float TANH_FORM = 2.3022082f;
  private static final float TANH_FORM_CUBE = 0.10294324f;
  private static final float TANH_FORM_SLOPE = 1.595769f;
  private static final float TANH_FORM_CUBE_SLOPE = 0.21406445f;

  private ScalarMath() {}

  /** {@code e^x}; overflows to infinity, underflows gradually to +0. Error below 0.90 ULP. */
  public static float exp(float x) {
    float bounded = x < -104f ? -104f : x;
    float w = bounded > 89f ? 89f : bounded;
    float rounded = Math.fma(w, LOG2_E, ROUND_TO_TWO_SCALES);
    float n = rounded - ROUND_TO_TWO_SCALES;
    // The part of r that LN2_LO makes is added after the rest: rounding r first would cost 0.1 ULP.
    float high = Math.fma(n, -LN2_HI, w);
    float low = n * -LN2_LO;
    float r = high + low;
    float s = high + Math.fma(r * r, expTail(r), low);
    float scale = lowerScale(rounded);
    return Math.fma(scale, s, scale) * upperScale(rounded);
  }

  /** {@code e^x - 1} for x at most 0; NaN for NaN, unspecified above 0. Error below 0.95 ULP. */
  public static float expm1Negative(float x) {
    float w = x < -40f ? -40f : x;
    float rounded = Math.fma(w, LOG2_E, ROUND_TO_SCALE);
    float r = Math.fma(rounded - ROUND_TO_SCALE, -LN2_HI, w);
    float scale = scale(rounded);
    return withSign(Math.fma(scale, expm1Reduced(r), scale - 1f), x);
  }

  /** Natural logarithm; -infinity at both zeros, NaN below. Error below 0.80 ULP. */
  public static float log(float x) {
    // x = 2^e (1 + f), f in [sqrt(1/2) - 1, sqrt(2) - 1]; subnormals are scaled by 2^23 first.
    float normal = x < Float.MIN_NORMAL ? x * 8388608f : x;
    int bias = x < Float.MIN_NORMAL ? 23 : 0;
    int fromSqrtHalf = Float.floatToRawIntBits(normal) - SQRT_HALF;
    int exponent = (fromSqrtHalf >> 23) - bias;
    float f = Float.intBitsToFloat((fromSqrtHalf & FRACTION) + SQRT_HALF) - 1f;
    float e = Float.intBitsToFloat(exponent + Float.floatToRawIntBits(ROUND)) - ROUND;
    // log(1 + f) = f + f^2 c0(f), relative error 7.9e-9.
    float c8 = Math.fma(-0.07286021f, f, 0.1256589f);
    float c7 = Math.fma(c8, f, -0.13212356f);
    float c6 = Math.fma(c7, f, 0.14238907f);
    float c5 = Math.fma(c6, f, -0.16621207f);
    float c4 = Math.fma(c5, f, 0.1999899f);
    float c3 = Math.fma(c4, f, -0.2500084f);
    float c2 = Math.fma(c3, f, 0.33333373f);
    float c0 = Math.fma(c2, f, -0.5f);
    // ln 2 in two parts, the first of 16 bits: e times it is exact. What the sum of the two large
    // terms loses is added to the small ones.
    float low = Math.fma(f * f, c0, e * 1.4286068e-6f);
    float high = e * 0.69314575f;
    float sum = high + f;
    float lost = f - (sum - high);
    float finite = sum + (low + lost);
    float notPositive = x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    float notInfinite = x > 0f ? finite : notPositive;
    return x < Float.POSITIVE_INFINITY ? notInfinite : x;
  }

  /** Hyperbolic tangent; odd bit for bit. Error below 1.2 ULP. */
  public static float tanh(float x) {
    // Below 5/8: a + a^3 c0(a^2), relative error 4.7e-9.
    float magnitude = Math.abs(x);
    float square = magnitude * magnitude;
    float c3 = Math.fma(-0.0056963274f, square, 0.020630557f);
    float c2 = Math.fma(c3, square, -0.053736854f);
    float c1 = Math.fma(c2, square, 0.13331406f);
    float c0 = Math.fma(c1, square, -0.3333328f);
    float small = Math.fma(square * magnitude, c0, magnitude);
    // Above: 1 - 2 / (1 + e^2a). The rounded denominator grows with a, so the result does.
    float a = magnitude > 10f ? 10f : magnitude;
    float w = a + a;
    float rounded = Math.fma(w, LOG2_E, ROUND_TO_SCALE);
    float r = Math.fma(rounded - ROUND_TO_SCALE, -LN2_HI, w);
    float scale = scale(rounded);
    float large = 1f - 2f / Math.fma(scale, expm1Reduced(r), scale + 1f);
    return withSign(magnitude < 0.625f ? small : large, x);
  }

  /** {@code 1 / (1 + e^-x)}; underflows gradually to +0. Error below 1.7 ULP. */
  public static float sigmoid(float x) {
    float bounded = x < -104f ? -104f : x;
    float w = -(bounded > 104f ? 104f : bounded);
    float rounded = Math.fma(w, LOG2_E, ROUND_TO_TWO_SCALES);
    float s = expm1Reduced(remainder(w, rounded - ROUND_TO_TWO_SCALES));
    // a / (a + b + b s) with a = 2^-h, b = 2^(n - h). The sum a + b loses a bit where they are 24
    // binades apart; that rounding and the next would make 2.3 ULP there.
    float a = lowerScaleReciprocal(rounded);
    float b = upperScale(rounded);
    float sum = a + b;
    float lost = a - (sum - b);
    return a / (sum + Math.fma(b, s, lost));
  }

  /** {@code log(1 + e^x)}; underflows gradually to +0. Error below 1.64 ULP. */
  public static float softplus(float x) {
    // From 1 on: max(x, 0) + log(1 + e), e = e^-|x|.
    float magnitude = Math.abs(x);
    float w = -(magnitude > 104f ? 104f : magnitude);
    float rounded = Math.fma(w, LOG2_E, ROUND_TO_TWO_SCALES);
    float scale = lowerScale(rounded);
    float s = expm1Reduced(remainder(w, rounded - ROUND_TO_TWO_SCALES));
    float e = Math.fma(scale, s, scale) * upperScale(rounded);
    // log(1 + e) = e + e^2 b0(e) on [0, 1/e], relative error 5.3e-9.
    float b4 = Math.fma(0.05336493f, e, -0.13108552f);
    float b3 = Math.fma(b4, e, 0.19222958f);
    float b2 = Math.fma(b3, e, -0.24910167f);
    float b1 = Math.fma(b2, e, 0.3332845f);
    float b0 = Math.fma(b1, e, -0.4999991f);
    float large = Math.fma(e * e, b0, e) + (x > 0f ? x : 0f);
    // Below 1: log(2) + x/2 + x^2 c0(x^2), relative error 9.2e-9. The formula above would step back
    // here, where x and log(1 + e) are rounded alike and almost cancel in the slope.
    float square = x * x;
    float c2 = Math.fma(-2.1659467e-5f, square, 3.4330168e-4f);
    float c1 = Math.fma(c2, square, -0.005206989f);
    float c0 = Math.fma(c1, square, 0.12499985f);
    float small = Math.fma(square, c0, 0.5f * x) + LN2_HI;
    return magnitude < 1f ? small : large;
  }

  /**
   * {@code x Phi(x)}, Phi the distribution function of the standard normal distribution; -0 at
   * -infinity. Error at most {@code 2^-22} of the result plus 3.1e-8.
   */
  public static float gelu(float x) {
    // max(x, 0) - t Phi(-t), t = |x|, and Phi(-t) = 2^y with a polynomial y, which on [0, 6] brings
    // an error of 1.5e-8 to the result. It falls on to -127 at 10.355, where the scale becomes 0.
    float magnitude = Math.abs(x);
    float t = magnitude > 10.355f ? 10.355f : magnitude;
    float c7 = Math.fma(-2.011364e-6f, t, 2.9828167e-5f);
    float c6 = Math.fma(c7, t, -1.424799e-4f);
    float c5 = Math.fma(c6, t, -2.3789561e-4f);
    float c4 = Math.fma(c5, t, 0.007188385f);
    float c3 = Math.fma(c4, t, -0.052577168f);
    float c2 = Math.fma(c3, t, -0.4591834f);
    float c1 = Math.fma(c2, t, -1.151108f);
    float y = Math.fma(c1, t, -0.99999994f);
    float rounded = y + ROUND_TO_MINUS_SCALE;
    float p = exp2Reduced(y - (rounded - ROUND_TO_MINUS_SCALE));
    return Math.fma(t, scale(rounded) * p, x < 0f ? -0f : x);
  }

  /**
   * Derivative of {@link #gelu} from its input x: {@code Phi(x) + x phi(x)}. Error at most {@code
   * 2^-22} of the result plus {@code 2^-25}.
   */
  public static float geluDerivative(float x) {
    // h = Phi(-t) - t phi(t) = e^(-t^2 / 2) c0(t), t = |x|; on [0, 6.5] c0 brings an error of 6e-9.
    // At 13.27 the scale becomes 0.
    float magnitude = Math.abs(x);
    float t = magnitude > 13.27f ? 13.27f : magnitude;
    float y = t * t * -0.7213475f;
    float rounded = y + ROUND_TO_SCALE;
    float p = exp2Reduced(y - (rounded - ROUND_TO_SCALE));
    float c11 = Math.fma(6.0443405e-8f, t, -1.6424981e-6f);
    float c10 = Math.fma(c11, t, 2.0239419e-5f);
    float c9 = Math.fma(c10, t, -1.5158961e-4f);
    float c8 = Math.fma(c9, t, 7.85723e-4f);
    float c7 = Math.fma(c8, t, -0.0030691237f);
    float c6 = Math.fma(c7, t, 0.009681223f);
    float c5 = Math.fma(c6, t, -0.026091589f);
    float c4 = Math.fma(c5, t, 0.062277608f);
    float c3 = Math.fma(c4, t, -0.13292322f);
    float c2 = Math.fma(c3, t, 0.24999255f);
    float c1 = Math.fma(c2, t, -0.7978842f);
    float c0 = Math.fma(c1, t, 0.5f);
    float h = scale(rounded) * p * c0;
    return x < 0f ? h : 1f - h;
  }

  /**
   * {@code x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))}; -0 at -infinity. Error at most
   * {@code 2^-22} of the result plus {@code 2^-25}.
   */
  public static float geluTanh(float x) {
    // (1 + tanh(u)) / 2 = 1 / (1 + e^-2u), which does not cancel.
    float bounded = x < -10.06f ? -10.06f : x;
    float a = bounded > 10f ? 10f : bounded;
    return bounded * logistic(a * Math.fma(a * a, -TANH_FORM_CUBE, -TANH_FORM));
  }

  /**
   * Derivative of {@link #geluTanh} from its input x. Error at most {@code 2^-22} of the result
   * plus {@code 2^-24}.
   */
  public static float geluTanhDerivative(float x) {
    float magnitude = Math.abs(x);
    float t = magnitude > 10.06f ? 10.06f : magnitude;
    float square = t * t;
    float g = logistic(t * Math.fma(square, TANH_FORM_CUBE, TANH_FORM));
    float slope = Math.fma(square, -TANH_FORM_CUBE_SLOPE, -TANH_FORM_SLOPE);
    float h = g * Math.fma(t * slope, 1f - g, 1f);
    return x < 0f ? h : 1f - h;
  }

  /**
   * {@code x sigmoid(x)}; -0 at -infinity. Error at most {@code 2^-22} of the result plus {@code
   * 2^-25}.
   */
  public static float silu(float x) {
    float bounded = x < -88.72f ? -88.72f : x;
    float a = bounded > 87f ? 87f : bounded;
    return bounded * logistic(a * -LOG2_E);
  }

  /**
   * Derivative of {@link #silu} from its input x. Error at most {@code 2^-22} of the result plus
   * {@code 2^-25}.
   */
  public static float siluDerivative(float x) {
    // g - t g (1 - g) with g = sigmoid(-t), t = |x|: the derivative at -t, and 1 less that at t.
    float magnitude = Math.abs(x);
    float t = magnitude > 88.72f ? 88.72f : magnitude;
    float g = logistic(t * LOG2_E);
    float h = g * Math.fma(-t, 1f - g, 1f);
    return x < 0f ? h : 1f - h;
  }

  /** Derivative of softplus from its output a, at least 0: {@code 1 - e^-a}. */
  public static float softplusDerivative(float a) {
    return -expm1Negative(-a);
  }

  /** Derivative of tanh from its output a: {@code 1 - a^2}, rounded once. */
  public static float tanhDerivative(float a) {
    return Math.fma(-a, a, 1f);
  }

  /** Derivative of the sigmoid from its output a: {@code a (1 - a)}. */
  public static float sigmoidDerivative(float a) {
    return a * (1f - a);
  }

  /** {@code (e^r - 1 - r) / r^2}, |r| at most ln(2) / 2: 1.4e-8 of {@code e^r - 1}. */
  private static float expTail(float r) {
    float c3 = Math.fma(0.0013835583f, r, 0.008367127f);
    float c2 = Math.fma(c3, r, 0.041667756f);
    float c1 = Math.fma(c2, r, 0.16666539f);
    return Math.fma(c1, r, 0.49999997f);
  }

  /** {@code e^r - 1}, |r| at most ln(2) / 2. */
  private static float expm1Reduced(float r) {
    return Math.fma(r * r, expTail(r), r);
  }

  /** {@code 2^r}, |r| at most 1/2, relative error 4.0e-9. */
  private static float exp2Reduced(float r) {
    float c5 = Math.fma(1.5457191e-4f, r, 0.0013391643f);
    float c4 = Math.fma(c5, r, 0.009618076f);
    float c3 = Math.fma(c4, r, 0.05550358f);
    float c2 = Math.fma(c3, r, 0.2402265f);
    float c1 = Math.fma(c2, r, 0.6931472f);
    return Math.fma(c1, r, 1f);
  }

  /** {@code w - n ln(2)}. */
  private static float remainder(float w, float n) {
    return Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, w));
  }

  /**
   * {@code 1 / (1 + 2^y)}, y within [-127.5, 128.5]; 0 from 127.5 on, where the scale overflows.
   */
  private static float logistic(float y) {
    float rounded = y + ROUND_TO_SCALE;
    float p = exp2Reduced(y - (rounded - ROUND_TO_SCALE));
    return 1f / Math.fma(scale(rounded), p, 1f);
  }

  /** {@code 2^n}, or {@code -2^n}, of a sum that was rounded to it. */
  private static float scale(float rounded) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
  }

  /** {@code 2^h} of a sum that was rounded to two scales, h half of n rounded down. */
  private static float lowerScale(float rounded) {
    return Float.intBitsToFloat((Float.floatToRawIntBits(rounded) >> 1) << 23);
  }

  /** {@code 2^-h}. */
  private static float lowerScaleReciprocal(float rounded) {
    return Float.intBitsToFloat((254 - (Float.floatToRawIntBits(rounded) >> 1)) << 23);
  }

  /** {@code 2^(n - h)}. */
  private static float upperScale(float rounded) {
    int bits = Float.floatToRawIntBits(rounded);
    return Float.intBitsToFloat((bits - (bits >> 1)) << 23);
  }

  /** The value with the sign of x, unless it is negative already. */
  private static float withSign(float magnitude, float x) {
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(magnitude) | (Float.floatToRawIntBits(x) & SIGN));
  }
}
