package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.internal.DenseForward;
import io.github.lanewise.kernels.internal.PackedLayer;
import io.github.lanewise.kernels.internal.PackedPanels;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.network.Layer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the weights of a network in the orders in which the kernels read them: all but small
 * W[l] for predictions of several samples, and where there are panels of samples all layers for
 * predictions of many. Immutable.
 */
public final class PackedWeights {
  /** Parameters that stay in L2 between a batch's panels and the samples that are left over. */
  private static final int SMALL = 1 << 15;

  private final @Nullable PackedPanels[] W;

  // Empty where samples do not go through panels.
  private final List<PackedLayer> panelLayers;
  private final boolean small;

  private PackedWeights(
      @Nullable PackedPanels[] W, List<PackedLayer> panelLayers, ParameterLayout layout) {
    this.W = W;
    this.panelLayers = panelLayers;
    this.small = layout.size() <= SMALL;
  }

  /** Packs all but the small W[l], for predictions of several samples. */
  public static PackedWeights forSeveral(ParameterLayout layout, float[] parameters) {
    @Nullable PackedPanels[] W = new PackedPanels[layout.layers()];
    for (int l = 1; l <= W.length; l++) {
      int n = layout.n(l);
      int inputs = layout.n(l - 1);
      if (PackedPanels.pays(n, inputs)
          && PackedPanels.length(n, inputs) <= ParameterLayout.MAX_LENGTH) {
        W[l - 1] = PackedPanels.of(false, n, inputs, parameters, layout.W(l), n);
      }
    }
    return new PackedWeights(W, List.of(), layout);
  }

  /** Packs the layers for samples in panels, beside what is packed for several. */
  public PackedWeights andForPanels(ParameterLayout layout, float[] parameters) {
    List<PackedLayer> layers = new ArrayList<>();
    for (int l = 1; l <= layout.layers(); l++) {
      layers.add(
          new PackedLayer(layout.n(l), layout.n(l - 1), parameters, layout.W(l), layout.b(l)));
    }
    return new PackedWeights(W, List.copyOf(layers), layout);
  }

  /**
   * Whether batches of up to so many samples have some that go through panels. Every hidden
   * activation must take elements one by one, as it then takes all samples at once.
   */
  public static boolean takesPanels(List<Layer> layers, ParameterLayout layout, int maxBatch) {
    if (!DenseForward.takesPanels() || maxBatch < SamplePanels.HEIGHT) {
      return false;
    }
    for (int l = 1; l <= layout.layers(); l++) {
      boolean hidden = l < layout.layers();
      if ((hidden && !layers.get(l - 1).activation().isElementwise())
          || PackedLayer.length(layout.n(l), layout.n(l - 1)) > ParameterLayout.MAX_LENGTH) {
        return false;
      }
    }
    return true;
  }

  /** Returns W[l], null if it is to be read where it lies. */
  public @Nullable PackedPanels W(int l) {
    return W[l - 1];
  }

  /** Whether the layers are packed for samples in panels. */
  public boolean hasPanelLayers() {
    return !panelLayers.isEmpty();
  }

  /** Returns how many of so many samples should go through panels; 0 if none. */
  public int samplesInPanels(int samples) {
    return hasPanelLayers() ? SamplePanels.whole(samples, small) : 0;
  }

  /** Returns layer l for samples in panels. */
  public PackedLayer panelLayer(int l) {
    return panelLayers.get(l - 1);
  }
}
