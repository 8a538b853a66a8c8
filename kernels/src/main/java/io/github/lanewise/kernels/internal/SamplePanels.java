package io.github.lanewise.kernels.internal;

import java.util.Arrays;

/**
 * Many samples in the order in which {@link PackedLayer} reads and writes them, with the lanes
 * along the samples. For JVMs where {@link DenseForward#takesPanels}.
 *
 * <pre>
 * features x samples -> panels of HEIGHT samples: feature 0, feature 1, ... of panel 0; feature 0, ... of panel 1; ...
 * </pre>
 *
 * The last panel is as high as the others.
 */
public final class SamplePanels {
  /** Samples of a panel. */
  public static final int HEIGHT = TileShape.FULL;

  private static final int LANES = Lanes.LENGTH;

  // Samples of a last panel from which on all of it is computed where the others are cheap, and the
  // share of all samples that may be missing in it elsewhere: a 16th (docs/adr, decision 9).
  private static final int FULL_ENOUGH = 3 * HEIGHT / 4;
  private static final int MISSING = 16;

  private SamplePanels() {}

  /**
   * How many of so many samples should go through panels. With small weights those of whole panels,
   * and of a last one that is nearly full. Large weights are not worth reading once more for the
   * others: all samples go, or none if too many are missing in the last panel.
   */
  public static int whole(int samples, boolean smallWeights) {
    int last = samples % HEIGHT;
    if (smallWeights) {
      return last < FULL_ENOUGH ? samples - last : samples;
    }
    return (room(samples) - samples) * MISSING <= samples ? samples : 0;
  }

  /** Samples that their panels have room for. */
  public static int room(int samples) {
    return Math.ceilDiv(samples, HEIGHT) * HEIGHT;
  }

  /** Elements that {@link #pack} may write to. */
  public static long length(int features, int samples) {
    return (long) Math.ceilDiv(samples, HEIGHT) * HEIGHT * features + PackingBuffers.SPILL;
  }

  /**
   * Packs samples that lie one after the other, and zeros where a lane has no sample. What is
   * behind the last panel is unspecified.
   */
  public static void pack(
      int samples, int features, float[] x, int xOffset, float[] panels, int panelsOffset) {
    for (int first = 0; first < samples; first += HEIGHT) {
      int count = Math.min(HEIGHT, samples - first);
      int from = xOffset + first * features;
      int to = panelsOffset + first * features;
      if (count < HEIGHT) {
        Arrays.fill(panels, to, to + HEIGHT * features, 0f);
      }
      Packing.packAcross(features, count, HEIGHT, x, from, features, panels, to);
    }
  }

  /** The way back: writes the samples one after the other, and nothing else. */
  public static void unpack(
      int samples, int features, float[] panels, int panelsOffset, float[] x, int xOffset) {
    for (int first = 0; first < samples; first += HEIGHT) {
      int count = Math.min(HEIGHT, samples - first);
      int from = panelsOffset + first * features;
      int to = xOffset + first * features;
      int whole = features < LANES ? 0 : count / LANES * LANES;
      for (int i = 0; i < features && whole > 0; i += LANES) {
        int feature = Math.min(i, features - LANES);
        BlockTranspose.WIDE_AS_A_VECTOR.run(
            whole / LANES, panels, from + feature * HEIGHT, HEIGHT, x, to + feature, features);
      }
      Packing.copyAcross(whole, count, features, features, panels, from, HEIGHT, x, to);
    }
  }
}
