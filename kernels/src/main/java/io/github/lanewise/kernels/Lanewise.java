package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Simd;

/** What runs: the vector kernels or plain loops. */
public final class Lanewise {

  private Lanewise() {}

  /**
   * Says in one line which path computes, at what vector width, on which JVM; or why the vector
   * kernels were refused and what to do about it. Never throws.
   *
   * <p>{@code -Dlanewise.simd=auto|off|force} and {@code -Dlanewise.simd.bits=128|256|512} choose.
   */
  public static String describe() {
    return Simd.describe();
  }
}
