package io.github.lanewise.cli;

/**
 * Runs that end before C2 has compiled the vector kernels. Until then a vector operation makes
 * objects and takes 100 to 300 ns; plain loops are compiled in a tenth of the time and give the
 * same bits (docs/performance.md, "A cold JVM").
 */
final class ShortRun {

  private static final String SIMD = "lanewise.simd";

  /** Floating-point operations up to which plain loops are done first. */
  private static final double FLOPS = 20e9;

  private ShortRun() {}

  /**
   * Chooses plain loops for a run of so many floating-point operations if it is a short one and the
   * user has chosen nothing. To be called before the first kernel runs; later it has no effect.
   *
   * @return whether they were chosen
   */
  static boolean choosePlainLoops(double flops) {
    if (flops > FLOPS || System.getProperty(SIMD) != null) {
      return false;
    }
    System.setProperty(SIMD, "off");
    return true;
  }
}
