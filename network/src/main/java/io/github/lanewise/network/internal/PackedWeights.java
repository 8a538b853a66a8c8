package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.internal.DenseForward;
import io.github.lanewise.kernels.internal.PackedLayer;
import io.github.lanewise.kernels.internal.PackedPanels;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.network.Layer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the weights of a network in the orders in which the kernels read them: all but small
 * W[l] for predictions of a few samples, and all layers for many, whose samples go through them in
 * panels. Immutable.
 */
public final class PackedWeights {
  private final @Nullable PackedPanels[] W;

  // Empty where samples do not go through panels.
  private final List<PackedLayer> layers;
  private final int maxBatch;

  /** Packs for batches of up to {@code maxBatch} samples. */
  public PackedWeights(
      List<Layer> layers, ParameterLayout layout, float[] parameters, int maxBatch) {
    this.maxBatch = maxBatch;
    W = new PackedPanels[layout.layers()];
    for (int l = 1; l <= W.length; l++) {
      int n = layout.n(l);
      int inputs = layout.n(l - 1);
      if (PackedPanels.pays(n, inputs)
          && PackedPanels.length(n, inputs) <= ParameterLayout.MAX_LENGTH) {
        W[l - 1] = PackedPanels.of(false, n, inputs, parameters, layout.W(l), n);
      }
    }
    this.layers =
        inPanels(layers, layout, maxBatch)
            ? IntStream.rangeClosed(1, layout.layers())
                .mapToObj(l -> packed(layout, l, parameters))
                .toList()
            : List.of();
  }

  /** Whether there are panels at all, and every hidden activation takes elements one by one. */
  private static boolean inPanels(List<Layer> layers, ParameterLayout layout, int maxBatch) {
    if (!DenseForward.inPanels() || SamplePanels.whole(maxBatch) == 0) {
      return false;
    }
    for (int l = 1; l <= layout.layers(); l++) {
      Activation g = layers.get(l - 1).activation();
      boolean columnwise = g instanceof Softmax || g instanceof LogSoftmax;
      if ((columnwise && l < layout.layers())
          || PackedLayer.length(layout.n(l), layout.n(l - 1)) > ParameterLayout.MAX_LENGTH) {
        return false;
      }
    }
    return true;
  }

  private static PackedLayer packed(ParameterLayout layout, int l, float[] parameters) {
    return new PackedLayer(layout.n(l), layout.n(l - 1), parameters, layout.W(l), layout.b(l));
  }

  /** Returns the samples of the batches that this was packed for. */
  public int maxBatch() {
    return maxBatch;
  }

  /** Returns W[l], null if it is to be read where it lies. */
  public @Nullable PackedPanels W(int l) {
    return W[l - 1];
  }

  /** Returns how many of so many samples go through panels; 0 if none. */
  public int inPanels(int samples) {
    return layers.isEmpty() ? 0 : SamplePanels.whole(samples);
  }

  /** Returns layer l for samples in panels. */
  public PackedLayer layer(int l) {
    return layers.get(l - 1);
  }
}
