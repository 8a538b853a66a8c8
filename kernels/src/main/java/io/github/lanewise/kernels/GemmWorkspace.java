package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.Simd;

/**
 * The packing buffers of {@link Gemm}. They are allocated here, once, and reused by every product;
 * a product of any size runs in any workspace.
 *
 * <p>Not safe for use by two threads at once: one workspace per thread.
 */
public final class GemmWorkspace {

  private final PackingBuffers buffers;

  /** Makes a workspace with full-size blocks, fit for products of any size. */
  public GemmWorkspace() {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Makes a workspace no larger than products of at most {@code m x n x k} need; larger ones still
   * run in it, in smaller blocks.
   *
   * @throws IllegalArgumentException if a size is negative
   * @throws UnsupportedOperationException if native code has made the calling thread flush
   *     subnormal numbers to zero
   */
  public GemmWorkspace(int m, int n, int k) {
    Simd.checkThread();
    buffers = new PackingBuffers(BlockSizes.fit(m, n, k));
  }

  /** Memory held by the packing buffers, in bytes. */
  public long bytes() {
    return buffers.bytes();
  }

  PackingBuffers buffers() {
    return buffers;
  }
}
