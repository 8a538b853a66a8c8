package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.internal.PackedPanels;
import org.jspecify.annotations.Nullable;

/**
 * Copies of all but the small W[l] of a network in the order in which the kernels read them, for
 * predictions of several samples. A small W[l] is read as fast where it lies. Immutable.
 */
public final class PackedWeights {
  private final @Nullable PackedPanels[] W;

  /** Packs all but the small W[l]. */
  public PackedWeights(ParameterLayout layout, float[] parameters) {
    W = new PackedPanels[layout.layers()];
    for (int l = 1; l <= W.length; l++) {
      int n = layout.n(l);
      int inputs = layout.n(l - 1);
      if (PackedPanels.pays(n, inputs)
          && PackedPanels.length(n, inputs) <= ParameterLayout.MAX_LENGTH) {
        W[l - 1] = PackedPanels.of(false, n, inputs, parameters, layout.W(l), n);
      }
    }
  }

  /** Returns W[l], null if it is to be read where it lies. */
  public @Nullable PackedPanels W(int l) {
    return W[l - 1];
  }
}
