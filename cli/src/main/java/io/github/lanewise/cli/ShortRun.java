package io.github.lanewise.cli;

import io.github.lanewise.kernels.internal.JvmRequirements;
import io.github.lanewise.kernels.internal.Simd;

/**
 * Runs that end before C2 has compiled the vector kernels. Until then a vector operation makes
 * objects and takes 100 to 300 ns; plain loops are compiled in a tenth of the time and give the
 * same bits (docs/performance.md, "A cold JVM").
 */
final class ShortRun {

  private static final String SIMD = "lanewise.simd";
  private static final String BITS = "lanewise.simd.bits";

  /** Operations, those of updates among them, up to which plain loops are done first. */
  private static final double FLOPS = 20e9;

  /** Operations in whose time plain loops update one weight, by Adam. */
  private static final double FLOPS_OF_UPDATE = 100;

  private ShortRun() {}

  /**
   * Chooses plain loops if a run is a short one, the user has chosen nothing, and vector kernels
   * would be compiled in a longer one; where they would not, they say so themselves. To be called
   * before the first kernel runs.
   *
   * @param flops floating-point operations of the products
   * @param updates of single weights
   * @return whether they were chosen and run
   */
  static boolean choosePlainLoops(double flops, double updates) {
    if (flops + updates * FLOPS_OF_UPDATE > FLOPS
        || System.getProperty(SIMD) != null
        || System.getProperty(BITS) != null
        || !JvmRequirements.areMet()) {
      return false;
    }
    System.setProperty(SIMD, "off");
    return !Simd.vector();
  }
}
