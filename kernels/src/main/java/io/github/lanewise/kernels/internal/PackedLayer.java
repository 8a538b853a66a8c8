package io.github.lanewise.kernels.internal;

/**
 * W and b of a dense layer for samples in {@link SamplePanels}: {@code Z^T := A^T W^T + b^T}, the
 * bits of {@code Gemm.forward}. What one layer writes lies as the next reads it, so that nothing is
 * packed between them, and a layer of few units fills its vectors. Immutable.
 *
 * <pre>
 * W -> micro-panels of NR units: step 0 (NR), step 1 (NR), ... of panel 0; step 0, ... of panel 1; ...
 * b -> each element HEIGHT times
 * </pre>
 */
public final class PackedLayer {
  private static final int HEIGHT = SamplePanels.HEIGHT;
  private static final int NR = TileShape.columns(HEIGHT, BOrder.PACKED_ROWS);

  private final int units;
  private final int inputs;
  private final float[] w;
  private final float[] bias;

  /** Packs W, units x inputs and without gaps, and the bias. */
  public PackedLayer(int units, int inputs, float[] parameters, int wOffset, int biasOffset) {
    this.units = units;
    this.inputs = inputs;
    this.w = new float[units * inputs + PackingBuffers.SPILL];
    Packing.packB(BOrder.PACKED_ROWS, true, inputs, units, NR, parameters, wOffset, units, w);
    this.bias = new float[units * HEIGHT];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = parameters[biasOffset + i / HEIGHT];
    }
  }

  /** Elements of the larger of its two arrays, at most. */
  public static long length(int units, int inputs) {
    return (long) units * Math.max(inputs, HEIGHT) + PackingBuffers.SPILL;
  }

  /** Computes the panels of Z from those of A, which do not overlap. */
  public void forward(int samples, float[] a, int aOffset, float[] z, int zOffset) {
    int depth = BlockSizes.fullDepth(inputs);
    int kc;
    for (int pc = 0; pc < inputs; pc += kc) {
      kc = Math.min(depth, inputs - pc);
      int width;
      for (int jr = 0; jr < units; jr += width) {
        width = TileShape.share(units - jr, NR);
        MicroKernel kernel = TileShape.kernel(HEIGHT, width);
        int bPanel = jr * inputs + pc * width;
        for (int first = 0; first < samples; first += HEIGHT) {
          int aPanel = aOffset + first * inputs + pc * HEIGHT;
          int zTile = zOffset + first * units + jr * HEIGHT;
          float[] start = pc > 0 ? z : bias;
          int startTile = pc > 0 ? zTile : jr * HEIGHT;
          kernel.run(
              kc,
              a,
              aPanel,
              HEIGHT,
              BOrder.PACKED_ROWS,
              w,
              bPanel,
              width,
              start,
              startTile,
              HEIGHT,
              z,
              zTile,
              HEIGHT);
        }
      }
    }
  }
}
