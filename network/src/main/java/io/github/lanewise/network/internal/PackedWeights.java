package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.internal.PackedLayer;
import io.github.lanewise.kernels.internal.PackedPanels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the weights of a network in the orders in which the kernels read them: all but small
 * W[l] for predictions of several samples, and where there are panels of samples all layers for
 * predictions of many. Immutable.
 */
public final class PackedWeights {
  private final @Nullable PackedPanels[] W;
  private final List<PackedLayer> panelLayers;

  private PackedWeights(@Nullable PackedPanels[] W, List<PackedLayer> panelLayers) {
    this.W = W;
    this.panelLayers = panelLayers;
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
    return new PackedWeights(W, List.of());
  }

  /** Packs the layers for samples in panels, beside what is packed for several. */
  public PackedWeights andForPanels(ParameterLayout layout, float[] parameters) {
    List<PackedLayer> layers = new ArrayList<>();
    for (int l = 1; l <= layout.layers(); l++) {
      layers.add(
          new PackedLayer(layout.n(l), layout.n(l - 1), parameters, layout.W(l), layout.b(l)));
    }
    return new PackedWeights(W, List.copyOf(layers));
  }

  /** Returns W[l], null if it is to be read where it lies. */
  public @Nullable PackedPanels W(int l) {
    return W[l - 1];
  }

  /** Returns all layers for samples in panels; none where they are not packed for that. */
  public List<PackedLayer> panelLayers() {
    return panelLayers;
  }
}
