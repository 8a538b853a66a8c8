package io.github.lanewise.network.internal;

/**
 * A random generator whose whole state is one {@code long}: SplitMix64 of Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014. The same seed gives the same
 * numbers on every JVM, and drawing allocates nothing.
 */
public final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private long state;

  /** Starts the sequence of {@code seed}. */
  public SplitMix64(long seed) {
    this.state = seed;
  }

  /** Starts the sequence of {@code seed} again. */
  public void reset(long seed) {
    this.state = seed;
  }

  /** Returns output number {@code index}, counted from 0, of the sequence of {@code seed}. */
  public static long output(long seed, long index) {
    return mix(seed + (index + 1) * GOLDEN_GAMMA);
  }

  /** Returns 64 uniform bits. */
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Returns a multiple of 2^-53, uniform in [0, 1). */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * Returns a standard normal number: the cosine half of Box and Muller's transform. StrictMath, so
   * that every JVM returns the same bits.
   */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /**
   * Returns an integer uniform in [0, bound): the high half of a 32 x 32 bit product, with the
   * draws rejected that would favor some results (Lemire, "Fast random integer generation in an
   * interval", 2019).
   *
   * @param bound at least 1
   */
  public int nextInt(int bound) {
    long product = (nextLong() >>> 32) * bound;
    long threshold = 0x1_0000_0000L % bound;
    while ((product & 0xFFFF_FFFFL) < threshold) {
      product = (nextLong() >>> 32) * bound;
    }
    return (int) (product >>> 32);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
