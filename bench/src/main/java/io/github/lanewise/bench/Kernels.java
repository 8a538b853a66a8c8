package io.github.lanewise.bench;

import io.github.lanewise.kernels.internal.Simd;

/** The kernels, as they run in this JVM. */
final class Kernels {

  private Kernels() {}

  /**
   * Requires that they run as they should.
   *
   * @throws UnsupportedOperationException if this JVM cannot run them well, or a property that
   *     chooses them has a wrong value; the message names the remedy
   */
  static void requireUsable() {
    try {
      Simd.requireUsable();
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException(e.getMessage(), e);
    }
  }
}
