package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Sums;

/**
 * The squares in the L2 term of the cost, {@code sum_l ||W[l]||^2}.
 *
 * <p>W[l] is cut, as it lies, into blocks of {@value #BLOCK} elements; the last one holds the rest.
 * The sum is that over l = 1 to L and the blocks of W[l], in this order and in double, of what
 * {@link Sums#sumOfSquares} returns for the block. So its bits do not depend on who computes which
 * blocks.
 */
final class WeightSquares {
  /** As fast as one sum over all of W[l], and enough blocks to share where that takes long. */
  static final int BLOCK = 4096;

  private final BufferPlan plan;
  private final float[] buffers;

  WeightSquares(BufferPlan plan, float[] buffers) {
    this.plan = plan;
    this.buffers = buffers;
  }

  /** Returns how many blocks so many weights are cut into. */
  static int blocks(int weights) {
    return Math.ceilDiv(weights, BLOCK);
  }

  /** Computes the sums of squares of blocks {@code from} to {@code to - 1} of W[l]. */
  void square(int l, int from, int to) {
    for (int block = from; block < to; block++) {
      int start = block * BLOCK;
      int length = Math.min(BLOCK, plan.weights(l) - start);
      buffers[plan.weightSquares(l) + block] =
          Sums.sumOfSquares(length, buffers, plan.W(l) + start);
    }
  }

  /** Returns the sum of all squares; those of all blocks must be there. */
  double sum() {
    double sum = 0;
    for (int l = 1; l <= plan.layers(); l++) {
      for (int block = 0; block < blocks(plan.weights(l)); block++) {
        sum += buffers[plan.weightSquares(l) + block];
      }
    }
    return sum;
  }
}
