package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.VectorShape;

/**
 * How wide the vectors of this JVM are. Apart from {@link Lanes}, which cannot be initialized where
 * they are too narrow.
 */
final class VectorWidth {

  /** The narrowest vectors that the kernels are written for, 4 floats. */
  static final int LEAST_BITS = 128;

  /** The widest that they use: the 16 chains of a sum. */
  private static final int MOST_BITS = 512;

  private VectorWidth() {}

  /** The widest vectors of this JVM, in bits, as far as the kernels use them. */
  static int widestBits() {
    return Math.min(VectorShape.preferredShape().vectorBitSize(), MOST_BITS);
  }
}
