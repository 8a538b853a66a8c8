package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.DenseForward;
import io.github.lanewise.kernels.internal.PackedLayer;
import io.github.lanewise.kernels.internal.PackedPanels;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.kernels.internal.Simd;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Scaler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code yhat = A[L]} of raw samples, and the buffers for that: for one caller at a time, without
 * validation.
 *
 * <p>A large batch goes through all layers part by part. Of each part, samples go in panels, with
 * the lanes along the samples, where the layers are packed for that and the samples fill them; the
 * others go in columns, with the lanes along the units. A sample has the same bits either way.
 */
public final class ForwardPass {
  /** Elements of A[l-1] and A[l] that stay in L2 beside weights: 128 KiB. */
  private static final int NEAR = 1 << 15;

  /** Samples that use weights often enough to have them read once more, 10 tiles of them. */
  private static final int ENOUGH = 120;

  /** Columns of whole register tiles. */
  private static final int TILE = 12;

  /** Parameters that stay in L2 between a batch's panels and the samples that are left over. */
  private static final int SMALL = 1 << 15;

  private final List<Layer> layers;
  private final ParameterLayout layout;

  /** Whether batches go through panels of samples, but for what is left over. */
  private final boolean takesPanels;

  // Layers write to the two halves in turn: A[l] never overwrites A[l-1], which it is made from.
  private final float[] buffers;
  private final int half;

  /** The least samples of a part of a batch. */
  private final int least;

  private final PackingBuffers packing;

  /**
   * Reserves the buffers.
   *
   * @throws IllegalArgumentException if they would exceed an array
   */
  public ForwardPass(List<Layer> layers, ParameterLayout layout, int maxBatch) {
    this.layers = layers;
    this.layout = layout;
    int widest = layout.widest();
    this.takesPanels = takesPanels(layers, layout, maxBatch);
    long half = takesPanels ? SamplePanels.length(widest, maxBatch) : (long) widest * maxBatch;
    long length = 2 * half;
    if (length > ParameterLayout.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "predictor: buffers must be <= %d elements, got %d (widest layer %d, batch=%d)"
              .formatted(ParameterLayout.MAX_LENGTH, length, widest, maxBatch));
    }
    this.buffers = new float[(int) length];
    this.half = (int) half;
    this.least = Math.max(ENOUGH, NEAR / 2 / widest);
    Simd.requireUsable();
    this.packing = new PackingBuffers(BlockSizes.fit(widest, maxBatch, widest));
  }

  /**
   * Every hidden activation must take elements one by one, as it then takes all samples at once.
   */
  private static boolean takesPanels(List<Layer> layers, ParameterLayout layout, int maxBatch) {
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

  /** Whether batches of up to the largest size have samples that go through panels. */
  public boolean takesPanels() {
    return takesPanels;
  }

  /**
   * Writes yhat of {@code batch} samples, one after the other as they were read; allocates nothing.
   *
   * @param packed for several samples, if the network has it; null to read W[l] where they lie
   * @param out may be {@code in}, overlapping or not
   */
  public void run(
      @Nullable Scaler scaler,
      float[] parameters,
      @Nullable PackedWeights packed,
      int batch,
      float[] in,
      int inOffset,
      float[] out,
      int outOffset) {
    int inputs = layout.n(0);
    int outputs = layout.n(layout.layers());
    boolean inPlace =
        Checks.overlap(in, inOffset, (long) batch * inputs, out, outOffset, (long) batch * outputs);
    // Outputs of one part must not overwrite samples of the next.
    int part = inPlace ? batch : partOf(batch);
    List<PackedLayer> panelLayers =
        takesPanels && packed != null ? packed.panelLayers() : List.of();
    int samples;
    for (int done = 0; done < batch; done += samples) {
      samples = Math.min(part, batch - done);
      int whole = panelLayers.isEmpty() ? 0 : SamplePanels.whole(samples, layout.size() <= SMALL);
      boolean inPanels = whole > 0 && (!inPlace || whole == batch);
      if (inPanels) {
        samples = whole;
      }
      float[] x = in;
      int xOffset = inOffset + done * inputs;
      if (scaler != null) {
        scaler.apply(samples, in, xOffset, buffers, half);
        x = buffers;
        xOffset = half;
      }
      int yhatOffset = outOffset + done * outputs;
      if (inPanels) {
        forwardInPanels(panelLayers, samples, x, xOffset, out, yhatOffset);
      } else {
        forwardInColumns(parameters, packed, samples, x, xOffset, out, yhatOffset);
      }
    }
  }

  /** The samples of a part: of equal parts, each of whole tiles or panels, but the last. */
  private int partOf(int batch) {
    int parts = batch / least;
    int unit = takesPanels ? SamplePanels.HEIGHT : TILE;
    return parts <= 1 ? batch : Math.ceilDiv(Math.ceilDiv(batch, parts), unit) * unit;
  }

  /** Computes A[1] to Z[L] with the lanes along the samples, and A[L] from Z[L] in {@code out}. */
  private void forwardInPanels(
      List<PackedLayer> panelLayers,
      int batch,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset) {
    int L = layout.layers();
    SamplePanels.pack(batch, layout.n(0), x, xOffset, buffers, 0);
    int A = 0;
    for (int l = 1; l <= L; l++) {
      int Z = l % 2 == 1 ? half : 0;
      panelLayers.get(l - 1).forward(batch, buffers, A, buffers, Z);
      if (l < L) {
        int length = layout.n(l) * SamplePanels.room(batch);
        activation(l).forward(length, 1, buffers, Z, length, buffers, Z, length);
      }
      A = Z;
    }
    int n = layout.n(L);
    SamplePanels.unpack(batch, n, buffers, A, out, outOffset);
    activation(L).forward(n, batch, out, outOffset, n, out, outOffset, n);
  }

  /**
   * Computes A[1] to A[L] with the lanes along the units, the last one straight into {@code out}.
   */
  private void forwardInColumns(
      float[] parameters,
      @Nullable PackedWeights packed,
      int batch,
      float[] x,
      int xOffset,
      float[] out,
      int outOffset) {
    int L = layout.layers();
    float[] A = x;
    int AOffset = xOffset;
    if (L == 1) {
      // The only layer reads x while it writes yhat, and they may overlap. Scaled, x lies here.
      System.arraycopy(x, xOffset, buffers, half, batch * layout.n(0));
      A = buffers;
      AOffset = half;
    }
    for (int l = 1; l <= L; l++) {
      int n = layout.n(l);
      float[] Z = l < L ? buffers : out;
      int ZOffset = l == L ? outOffset : l % 2 == 1 ? 0 : half;
      PackedPanels W = packed == null ? null : packed.W(l);
      if (W != null) {
        DenseForward.multiply(W, batch, parameters, layout.b(l), A, AOffset, Z, ZOffset, packing);
      } else {
        DenseForward.multiply(
            n,
            batch,
            layout.n(l - 1),
            parameters,
            layout.W(l),
            layout.b(l),
            A,
            AOffset,
            Z,
            ZOffset,
            packing);
      }
      activation(l).forward(n, batch, Z, ZOffset, n, Z, ZOffset, n);
      A = Z;
      AOffset = ZOffset;
    }
  }

  private Activation activation(int l) {
    return layers.get(l - 1).activation();
  }
}
