package io.github.lanewise.kernels.internal;

/**
 * The elementary functions of the kernels as straight-line float programs, from which the build
 * makes the vector loops: the same operations in the same order, hence the same bits.
 */
public final class ScalarMath {

  private static final float LOG2_E = 1.442695f;
  private static final float MINUS_TWO_LOG2_E = -2.88539f;
  private static final float MINUS_HALF_LOG2_E = -0.7213475f;
  private static final float HALF_LN2 = 0.3465736f;
  // ln 2 = LN2_HI + LN2_LO. With FMA, x - n * LN2_HI is exact: a multiple of 2^-25 below 1/2.
  private static final float LN2_HI = 0.6931472f;
  private static final float LN2_LO = -1.9046542e-9f;

  // Adding 1.5 * 2^23 + b rounds a float of magnitude below 2^21 to the integer n and leaves n + b
  // in the low bits. With b = 127 a shift by 23 makes them 2^n, with b = 127 + 256 they make -2^n.
  private static final float ROUND = 12582912f;
  private static final float ROUND_SCALE = 12583039f;
  private static final float ROUND_NEGATIVE_SCALE = 12583295f;
  private static final float ROUND_TWO_SCALES = 12583166f;

  private static final int SIGN = 0x80000000;

  private static final float E2 = 0.49999997f;
  private static final float E3 = 0.16666539f;
  private static final float E4 = 0.041667756f;
  private static final float E5 = 0.008367127f;
  private static final float E6 = 0.0013835583f;

  private static final float H2 = 0.99999994f;
  private static final float H3 = -0.66666156f;
  private static final float H4 = 0.33334205f;
  private static final float H5 = -0.13387406f;
  private static final float H6 = 0.044273917f;

  private ScalarMath() {}

  /** {@code e^x}. */
  public static float exp(float x) {
    float low = x < -104f ? -104f : x;
    float clamped = low > 89f ? 89f : low;
    float rounded = Math.fma(clamped, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, clamped));
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float first = Float.intBitsToFloat(half << 23);
    float second = Float.intBitsToFloat((bits - half) << 23);
    return Math.fma(first, expm1Reduced(r), first) * second;
  }

  /** {@code e^r - 1} for |r| at most ln(2) / 2. */
  private static float expm1Reduced(float r) {
    float q = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
    return Math.fma(r * r, q, r);
  }

  /** {@code e^x - 1} for x at most 0 or NaN; unspecified above 0. */
  public static float expm1Negative(float x) {
    float clamped = x < -40f ? -40f : x;
    float rounded = Math.fma(clamped, LOG2_E, ROUND_SCALE);
    float n = rounded - ROUND_SCALE;
    float r = Math.fma(n, -LN2_HI, clamped);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    return Math.fma(scale, expm1Reduced(r), scale - 1f);
  }

  /** Natural logarithm. */
  public static float log(float x) {
    float normal = x < Float.MIN_NORMAL ? x * 8388608f : x;
    int bias = x < Float.MIN_NORMAL ? 23 : 0;
    int fromSqrtHalf = Float.floatToRawIntBits(normal) - 0x3f3504f3;
    int exponent = fromSqrtHalf >> 23;
    float f = Float.intBitsToFloat((fromSqrtHalf & 0x7fffff) + 0x3f3504f3) - 1f;
    float e = Float.intBitsToFloat(exponent - bias + 0x4b400000) - ROUND;
    float q = Math.fma(-0.07286021f, f, 0.1256589f);
    float q1 = Math.fma(q, f, -0.13212356f);
    float q2 = Math.fma(q1, f, 0.14238907f);
    float q3 = Math.fma(q2, f, -0.16621207f);
    float q4 = Math.fma(q3, f, 0.1999899f);
    float q5 = Math.fma(q4, f, -0.2500084f);
    float q6 = Math.fma(q5, f, 0.33333373f);
    float q7 = Math.fma(q6, f, -0.5f);
    float low = Math.fma(f * f, q7, e * 1.4286068e-6f);
    float high = e * 0.69314575f;
    float sum = high + f;
    float rest = f - (sum - high);
    float log = sum + (low + rest);
    float special = x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    float positive = x > 0f ? log : special;
    return x < Float.POSITIVE_INFINITY ? positive : x;
  }

  /** Hyperbolic tangent. */
  public static float tanh(float x) {
    float magnitude = Math.abs(x);
    float a = magnitude > 10f ? 10f : magnitude;
    float rounded = Math.fma(a, MINUS_TWO_LOG2_E, ROUND_SCALE);
    float n = rounded - ROUND_SCALE;
    float r = Math.fma(n, HALF_LN2, a);
    float q = Math.fma(Math.fma(Math.fma(Math.fma(H6, r, H5), r, H4), r, H3), r, H2);
    float h = Math.fma(r * -r, q, r);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    float v = Math.fma(scale, h, Math.fma(scale, -0.5f, 0.5f));
    float t = v / (1f - v);
    return Float.intBitsToFloat(Float.floatToRawIntBits(t) | (Float.floatToRawIntBits(x) & SIGN));
  }

  /** {@code 1 / (1 + e^-x)}. */
  public static float sigmoid(float x) {
    float low = x < -104f ? -104f : x;
    float w = -(low > 104f ? 104f : low);
    float rounded = Math.fma(w, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, w));
    float p = 1f + expm1Reduced(r);
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float numerator = Float.intBitsToFloat((254 - half) << 23);
    float scale = Float.intBitsToFloat((bits - half) << 23);
    return numerator / Math.fma(scale, p, numerator);
  }

  /** {@code 2 / sqrt(pi)} times the integral of {@code e^-t^2} from 0 to x. */
  public static float erf(float x) {
    float magnitude = Math.abs(x);
    float t = magnitude > 4f ? 4f : magnitude;
    float c7 = Math.fma(9.388522e-6f, t, -1.18866425e-4f);
    float c6 = Math.fma(c7, t, 6.373799e-4f);
    float c5 = Math.fma(c6, t, -0.0016757002f);
    float c4 = Math.fma(c5, t, 1.6951984e-4f);
    float c3 = Math.fma(c4, t, 0.019147819f);
    float c2 = Math.fma(c3, t, -0.102776304f);
    float c1 = Math.fma(c2, t, -0.63661957f);
    float c0 = Math.fma(c1, t, -0.12837917f);
    float y = Math.fma(t, c0, -t);
    float rounded = Math.fma(y, LOG2_E, ROUND_NEGATIVE_SCALE);
    float n = rounded - ROUND_NEGATIVE_SCALE;
    float r = Math.fma(n, -LN2_HI, y);
    float minusScale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    float v = Math.fma(minusScale, expm1Reduced(r), 1f + minusScale);
    return Float.intBitsToFloat(Float.floatToRawIntBits(v) | (Float.floatToRawIntBits(x) & SIGN));
  }

  /** {@code log(1 + e^x)}. */
  public static float softplus(float x) {
    float magnitude = Math.abs(x);
    float w = -(magnitude > 104f ? 104f : magnitude);
    float e = exp(w);
    float q0 = Math.fma(-0.0033124348f, e, 0.020176446f);
    float q1 = Math.fma(q0, e, -0.057609394f);
    float q2 = Math.fma(q1, e, 0.10674694f);
    float q3 = Math.fma(q2, e, -0.15351717f);
    float q4 = Math.fma(q3, e, 0.1969402f);
    float q5 = Math.fma(q4, e, -0.24958293f);
    float q6 = Math.fma(q5, e, 0.3333048f);
    float q7 = Math.fma(q6, e, -0.4999993f);
    float log1p = Math.fma(e * e, q7, e);
    return log1p + (x > 0f ? x : 0f);
  }

  /** Derivative of softplus from its output a: {@code 1 - e^-a}. */
  public static float softplusDerivative(float a) {
    return -expm1Negative(-a);
  }

  /** Derivative of tanh from its output a: {@code 1 - a^2}. */
  public static float tanhDerivative(float a) {
    return Math.fma(-a, a, 1f);
  }

  /** Derivative of the sigmoid from its output a: {@code a (1 - a)}. */
  public static float sigmoidDerivative(float a) {
    return a * (1f - a);
  }

  /** {@code x Phi(x)}, Phi the normal distribution. */
  public static float gelu(float x) {
    float magnitude = Math.abs(x);
    float t = magnitude > 9.93f ? 9.93f : magnitude;
    float c7 = Math.fma(-2.8411757e-6f, t, 3.9454382e-5f);
    float c6 = Math.fma(c7, t, -1.8655608e-4f);
    float c5 = Math.fma(c6, t, -1.3599513e-4f);
    float c4 = Math.fma(c5, t, 0.0070621404f);
    float c3 = Math.fma(c4, t, -0.052495252f);
    float c2 = Math.fma(c3, t, -0.45920852f);
    float c1 = Math.fma(c2, t, -1.1511052f);
    float y = Math.fma(c1, t, -1f);
    float rounded = y + ROUND_NEGATIVE_SCALE;
    float r = y - (rounded - ROUND_NEGATIVE_SCALE);
    float p5 = Math.fma(1.5457191e-4f, r, 0.0013391643f);
    float p4 = Math.fma(p5, r, 0.009618076f);
    float p3 = Math.fma(p4, r, 0.05550358f);
    float p2 = Math.fma(p3, r, 0.2402265f);
    float p1 = Math.fma(p2, r, 0.6931472f);
    float p = Math.fma(p1, r, 1f);
    float minusScale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    return Math.fma(t, minusScale * p, x < 0f ? 0f : x);
  }

  /** Derivative of {@link #gelu} from its input. */
  public static float geluDerivative(float x) {
    float magnitude = Math.abs(x);
    float t = magnitude > 13.27f ? 13.27f : magnitude;
    float y = t * t * MINUS_HALF_LOG2_E;
    float rounded = y + ROUND_SCALE;
    float r = y - (rounded - ROUND_SCALE);
    float p5 = Math.fma(1.5457191e-4f, r, 0.0013391643f);
    float p4 = Math.fma(p5, r, 0.009618076f);
    float p3 = Math.fma(p4, r, 0.05550358f);
    float p2 = Math.fma(p3, r, 0.2402265f);
    float p1 = Math.fma(p2, r, 0.6931472f);
    float p = Math.fma(p1, r, 1f);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(rounded) << 23);
    float c10 = Math.fma(-2.234282e-7f, t, 5.920668e-6f);
    float c9 = Math.fma(c10, t, -7.013798e-5f);
    float c8 = Math.fma(c9, t, 4.975807e-4f);
    float c7 = Math.fma(c8, t, -0.002409219f);
    float c6 = Math.fma(c7, t, 0.008693295f);
    float c5 = Math.fma(c6, t, -0.025137454f);
    float c4 = Math.fma(c5, t, 0.061704747f);
    float c3 = Math.fma(c4, t, -0.13272388f);
    float c2 = Math.fma(c3, t, 0.24995722f);
    float c1 = Math.fma(c2, t, -0.7978818f);
    float c0 = Math.fma(c1, t, 0.49999997f);
    float h = scale * p * c0;
    return x < 0f ? h : 1f - h;
  }

  /** {@code x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3))}. */
  public static float geluTanh(float x) {
    float low = x < -11f ? -11f : x;
    float clamped = low > 11f ? 11f : low;
    float w = clamped * Math.fma(clamped * clamped, -0.07135482f, -1.595769f);
    float rounded = Math.fma(w, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_HI, w);
    float p = 1f + expm1Reduced(r);
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float numerator = Float.intBitsToFloat((254 - half) << 23);
    float scale = Float.intBitsToFloat((bits - half) << 23);
    return low * numerator / Math.fma(scale, p, numerator);
  }

  /** Derivative of {@link #geluTanh} from its input. */
  public static float geluTanhDerivative(float x) {
    float low = x < -11f ? -11f : x;
    float clamped = low > 11f ? 11f : low;
    float square = clamped * clamped;
    float w = clamped * Math.fma(square, -0.07135482f, -1.595769f);
    float slope = Math.fma(square, 0.21406446f, 1.595769f);
    float rounded = Math.fma(w, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_HI, w);
    float p = 1f + expm1Reduced(r);
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float numerator = Float.intBitsToFloat((254 - half) << 23);
    float scaled = Float.intBitsToFloat((bits - half) << 23) * p;
    float reciprocal = 1f / (numerator + scaled);
    return numerator * reciprocal * Math.fma(clamped * (scaled * reciprocal), slope, 1f);
  }

  /** {@code x sigmoid(x)}. */
  public static float silu(float x) {
    float low = x < -110f ? -110f : x;
    float w = -(low > 110f ? 110f : low);
    float rounded = Math.fma(w, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, w));
    float p = 1f + expm1Reduced(r);
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float numerator = Float.intBitsToFloat((254 - half) << 23);
    float scale = Float.intBitsToFloat((bits - half) << 23);
    return low * numerator / Math.fma(scale, p, numerator);
  }

  /** Derivative of {@link #silu} from its input. */
  public static float siluDerivative(float x) {
    float low = x < -110f ? -110f : x;
    float clamped = low > 110f ? 110f : low;
    float w = -clamped;
    float rounded = Math.fma(w, LOG2_E, ROUND_TWO_SCALES);
    float n = rounded - ROUND_TWO_SCALES;
    float r = Math.fma(n, -LN2_LO, Math.fma(n, -LN2_HI, w));
    float p = 1f + expm1Reduced(r);
    int bits = Float.floatToRawIntBits(rounded);
    int half = bits >> 1;
    float numerator = Float.intBitsToFloat((254 - half) << 23);
    float scaled = Float.intBitsToFloat((bits - half) << 23) * p;
    float reciprocal = 1f / (numerator + scaled);
    return numerator * reciprocal * Math.fma(clamped, scaled * reciprocal, 1f);
  }
}
