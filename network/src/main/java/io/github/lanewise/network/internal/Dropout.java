package io.github.lanewise.network.internal;

/**
 * Which units a step leaves out, Srivastava et al., "Dropout: a simple way to prevent neural
 * networks from overfitting", 2014, inverted: the units that stay are multiplied by 1 / (1 - rate),
 * so that prediction needs no correction.
 *
 * <p>Whether a unit stays is a function of the seed, the step, the layer, the sample's place in the
 * step and the unit, so it depends on neither threads nor batches. With {@code o} for {@link
 * SplitMix64#output}, {@code key = o(o(o(o(seed, -1), step), l), sample)} and h the low half of
 * {@code o(key, unit / 2)} for even units, the high half for odd ones, it is left out if {@code h <
 * 2^32 rate}.
 */
public final class Dropout {
  private final long stream;
  private final float[] rates;

  /**
   * Takes the rates.
   *
   * @param rates of layers 1 to L, in [0, 1)
   */
  public Dropout(long seed, float... rates) {
    this.stream = SplitMix64.output(seed, -1); // epochs take the outputs from 0 on
    this.rates = rates.clone();
  }

  /** Returns whether layer l drops units. */
  public boolean applies(int l) {
    return rates[l - 1] > 0;
  }

  /**
   * Writes the factors of layer l, n x samples: 0 or 1 / (1 - rate), rounded once.
   *
   * @param step number of the step, counted from 1
   * @param first the first sample's place in the step
   */
  void factors(long step, int l, int n, int first, int samples, float[] mask, int maskOffset) {
    float rate = rates[l - 1];
    int kept = Float.floatToRawIntBits((float) (1.0 / (1.0 - rate)));
    long threshold = (long) Math.ceil(rate * 0x1p32);
    long layerKey = SplitMix64.output(SplitMix64.output(stream, step), l);
    for (int j = 0; j < samples; j++) {
      long key = SplitMix64.output(layerKey, first + j);
      int column = maskOffset + j * n;
      for (int i = 0; i < n - 1; i += 2) {
        long bits = SplitMix64.output(key, i >> 1);
        mask[column + i] = factor(kept, (bits & 0xFFFF_FFFFL) - threshold);
        mask[column + i + 1] = factor(kept, (bits >>> 32) - threshold);
      }
      if (n % 2 == 1) {
        long bits = SplitMix64.output(key, n >> 1);
        mask[column + n - 1] = factor(kept, (bits & 0xFFFF_FFFFL) - threshold);
      }
    }
  }

  // 0 if the margin is negative. A branch would be mispredicted as often as a unit is left out.
  private static float factor(int kept, long margin) {
    return Float.intBitsToFloat(kept & (int) ~(margin >> 63));
  }
}
