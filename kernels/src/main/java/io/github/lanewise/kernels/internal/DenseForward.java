package io.github.lanewise.kernels.internal;

/**
 * {@code Z := W A + bias} of a dense layer, its matrices without gaps between their columns: the
 * same bits as {@code Gemm.forward}, on the calling thread and without validation. For callers that
 * validate once for many products: the checks of one take 10 to 25 ns. One sample skips the loops
 * of {@link GemmDriver} too, which take another 5 to 10: nothing is packed for it.
 */
public final class DenseForward {

  private DenseForward() {}

  /**
   * Whether many samples are faster in {@link SamplePanels}: with 16 registers (docs/adr, decision
   * 9); with 32 most networks are slower there (decision 10). Plain loops have no panels.
   */
  public static boolean takesPanels() {
    return Simd.vector() && PackingPlan.SHORT_STEPS;
  }

  /** The same from a W packed beforehand: for several samples, where W is large. */
  public static void multiply(
      PackedPanels w,
      int n,
      float[] parameters,
      int biasOffset,
      float[] a,
      int aOffset,
      float[] z,
      int zOffset,
      PackingBuffers buffers) {
    int m = w.rows();
    w.forward(0, m, n, a, aOffset, w.depth(), parameters, biasOffset, z, zOffset, m, buffers);
  }

  /**
   * Computes Z of m x n from W of m x k and A of k x n.
   *
   * @param parameters W, and the bias of m elements
   */
  public static void multiply(
      int m,
      int n,
      int k,
      float[] parameters,
      int wOffset,
      int biasOffset,
      float[] a,
      int aOffset,
      float[] z,
      int zOffset,
      PackingBuffers buffers) {
    if (n == 1 && m > 1 && Simd.vector()) {
      if (ColumnSweep.pays(m, k)) {
        ScalarBiasAdd.broadcast(m, 1, parameters, biasOffset, z, zOffset, m);
        ColumnSweep.multiply(
            m, k, parameters, wOffset, m, a, aOffset, 1, true, z, zOffset, buffers);
      } else {
        int mr = TileShape.rows(m, 1, false, BOrder.COLUMNS);
        GemmDriver.multiplyPanel(
            m,
            mr,
            1,
            k,
            parameters,
            wOffset,
            m,
            BOrder.COLUMNS,
            a,
            aOffset,
            k,
            parameters,
            biasOffset,
            0,
            z,
            zOffset,
            m,
            false,
            buffers);
      }
    } else {
      Products.forward(
          m,
          n,
          k,
          parameters,
          wOffset,
          m,
          a,
          aOffset,
          k,
          parameters,
          biasOffset,
          z,
          zOffset,
          m,
          buffers);
    }
  }
}
