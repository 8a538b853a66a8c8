package io.github.lanewise.network.internal;

/**
 * The order in which an epoch visits its samples: a permutation that depends on the seed, the
 * number of the epoch and the number of samples only.
 */
public final class Shuffle {
  private final long seed;
  private final SplitMix64 random;
  private int[] order = {};

  /** Starts with no samples. */
  public Shuffle(long seed) {
    this.seed = seed;
    this.random = new SplitMix64(seed);
  }

  /**
   * Returns the numbers 0 to {@code samples - 1} in the order of an epoch: Durstenfeld's shuffle
   * with the generator seeded by output {@code epoch} of the seed's sequence. Valid until the next
   * call; allocates only when there are more samples than ever before.
   *
   * @param epoch counted from 0
   */
  public int[] order(long epoch, int samples) {
    if (order.length < samples) {
      order = new int[samples];
    }
    for (int i = 0; i < samples; i++) {
      order[i] = i;
    }
    random.reset(SplitMix64.output(seed, epoch));
    for (int i = samples - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
