package io.github.lanewise.network;

import io.github.lanewise.kernels.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * The first thing a network does to a sample: {@code scaled[i] = (x[i] - shift[i]) * scale[i]}, one
 * subtraction and one multiplication in float per feature.
 *
 * <p>A network that has a scaler reads raw features everywhere: the {@link Trainer} and the {@link
 * Predictor} both apply it, and it is saved with the weights. Immutable.
 */
public final class Scaler {
  private final float[] shift;
  private final float[] scale;

  /**
   * Copies the two vectors.
   *
   * @throws IllegalArgumentException if their lengths differ or are 0, or a value is not finite
   */
  public Scaler(float[] shift, float[] scale) {
    this.shift = Objects.requireNonNull(shift, "shift").clone();
    this.scale = Objects.requireNonNull(scale, "scale").clone();
    if (shift.length == 0 || shift.length != scale.length) {
      throw new IllegalArgumentException(
          "scaler: shift and scale must have the same length >= 1, got shift.length=%d (scale.length=%d)"
              .formatted(shift.length, scale.length));
    }
    requireFinite("shift", this.shift);
    requireFinite("scale", this.scale);
  }

  /**
   * Fits mean 0 and standard deviation 1 (of the whole population) per feature; a constant feature
   * becomes 0. Statistics in double precision, rounded once.
   *
   * @param x samples one after the other, {@code features} values each
   * @throws IllegalArgumentException if there is no sample or a value is not finite
   */
  public static Scaler standard(int features, int samples, float[] x, int xOffset) {
    checkSamples("standard", features, samples, x, xOffset);
    float[] shift = new float[features];
    float[] scale = new float[features];
    for (int i = 0; i < features; i++) {
      double sum = 0;
      for (int j = 0; j < samples; j++) {
        sum += x[xOffset + i + j * features];
      }
      double mean = sum / samples;
      double squares = 0;
      for (int j = 0; j < samples; j++) {
        double deviation = x[xOffset + i + j * features] - mean;
        squares += deviation * deviation;
      }
      shift[i] = (float) mean;
      scale[i] = reciprocal(Math.sqrt(squares / samples));
    }
    return new Scaler(shift, scale);
  }

  /**
   * Fits the range [0, 1] per feature; a constant feature becomes 0.
   *
   * @param x samples one after the other, {@code features} values each
   * @throws IllegalArgumentException if there is no sample or a value is not finite
   */
  public static Scaler minMax(int features, int samples, float[] x, int xOffset) {
    checkSamples("minMax", features, samples, x, xOffset);
    float[] shift = new float[features];
    float[] scale = new float[features];
    for (int i = 0; i < features; i++) {
      float least = Float.POSITIVE_INFINITY;
      float greatest = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < samples; j++) {
        least = Math.min(least, x[xOffset + i + j * features]);
        greatest = Math.max(greatest, x[xOffset + i + j * features]);
      }
      shift[i] = least;
      scale[i] = reciprocal((double) greatest - least);
    }
    return new Scaler(shift, scale);
  }

  /** Returns the number of features. */
  public int features() {
    return shift.length;
  }

  /** Returns a copy of the vector that is subtracted. */
  public float[] shift() {
    return shift.clone();
  }

  /** Returns a copy of the vector that is multiplied by. */
  public float[] scale() {
    return scale.clone();
  }

  /**
   * Writes the scaled samples, one after the other; {@code out} may be {@code x} in place.
   *
   * @throws IllegalArgumentException if {@code samples} is negative, or the samples overlap with
   *     themselves shifted
   * @throws IndexOutOfBoundsException if the samples do not fit in either array
   */
  public void apply(int samples, float[] x, int xOffset, float[] out, int outOffset) {
    int features = shift.length;
    long length = (long) samples * features;
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(out, "out");
    Checks.size("scaler", "samples", samples);
    Checks.range("scaler", "x", x.length, xOffset, length);
    Checks.range("scaler", "out", out.length, outOffset, length);
    Checks.inPlaceOrDisjoint(
        "scaler", "out", out, outOffset, features, "x", x, xOffset, features, features, samples);
    for (int j = 0; j < samples; j++) {
      int from = xOffset + j * features;
      int to = outOffset + j * features;
      for (int i = 0; i < features; i++) {
        out[to + i] = (x[from + i] - shift[i]) * scale[i];
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scaler that
        && Arrays.equals(shift, that.shift)
        && Arrays.equals(scale, that.scale);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shift) + Arrays.hashCode(scale);
  }

  @Override
  public String toString() {
    return "Scaler[features=" + shift.length + "]";
  }

  private static float reciprocal(double spread) {
    float scale = (float) (1 / spread);
    return Float.isInfinite(scale) ? 1 : scale;
  }

  private static void checkSamples(
      String routine, int features, int samples, float[] x, int xOffset) {
    if (features < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "%s: features and samples must be >= 1, got features=%d (samples=%d)"
              .formatted(routine, features, samples));
    }
    long length = (long) features * samples;
    Objects.requireNonNull(x, "x");
    Checks.range(routine, "x", x.length, xOffset, length);
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite(x[xOffset + i])) {
        throw new IllegalArgumentException(
            "%s: features must be finite, got x=%s (sample %d, feature %d)"
                .formatted(routine, x[xOffset + i], i / features, i % features));
      }
    }
  }

  private static void requireFinite(String name, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "scaler: %s must be finite, got %s[%d]=%s".formatted(name, name, i, values[i]));
      }
    }
  }
}
