package io.github.lanewise.kernels.internal;

/**
 * {@code Z := W A + bias} of a dense layer, its matrices without gaps between their columns: the
 * same bits as {@code Gemm.forward}, on the calling thread and without validation. For callers that
 * validate once for many products: the checks of one take 10 to 25 ns.
 */
public final class DenseForward {

  private DenseForward() {}

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
    ScalarBiasAdd.broadcast(m, n, parameters, biasOffset, z, zOffset, m);
    if (Simd.vector()) {
      GemmDriver.multiply(
          false,
          false,
          m,
          n,
          k,
          1f,
          parameters,
          wOffset,
          m,
          a,
          aOffset,
          k,
          1f,
          z,
          zOffset,
          m,
          buffers);
    } else {
      ScalarGemm.multiply(
          false, false, m, n, k, 1f, parameters, wOffset, m, a, aOffset, k, 1f, z, zOffset, m);
    }
  }
}
