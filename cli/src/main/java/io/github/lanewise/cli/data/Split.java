package io.github.lanewise.cli.data;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The parts of a data set; every sample is in exactly one of them.
 *
 * @param train what the network learns from
 * @param validation what training is watched on
 * @param test what is measured once, at the end
 */
public record Split(Dataset train, Dataset validation, Dataset test) {
  private static final byte TRAIN = 0;
  private static final byte VALIDATION = 1;
  private static final byte TEST = 2;

  /**
   * Splits at random by {@code seed}, the same on every machine. With classes, each part has each
   * class in the proportion of the whole, as near as whole samples allow, and the training part has
   * at least one sample of each.
   *
   * @param testFraction share of the samples in {@code test}, between 0 and 1
   * @param validationFraction share of the samples in {@code validation}, between 0 and 1
   * @throws DataException if a part would be empty
   */
  public static Split of(Dataset data, double testFraction, double validationFraction, long seed)
      throws DataException {
    byte[] partOf = assign(data, testFraction, validationFraction, seed);
    Split split =
        new Split(
            select(data, partOf, TRAIN),
            select(data, partOf, VALIDATION),
            select(data, partOf, TEST));
    for (Dataset part : List.of(split.train, split.validation, split.test)) {
      if (part.samples() == 0) {
        throw new DataException(
            data.source(),
            data.samples() + " rows are too few for a training, a validation and a test part");
      }
    }
    return split;
  }

  private static Dataset select(Dataset data, byte[] partOf, byte part) {
    return data.select(IntStream.range(0, partOf.length).filter(i -> partOf[i] == part).toArray());
  }

  private static byte[] assign(
      Dataset data, double testFraction, double validationFraction, long seed) {
    int[][] members = membersByClass(data);
    byte[] partOf = new byte[data.samples()];
    SplittableRandom random = new SplittableRandom(seed);
    long before = 0;
    for (int[] samples : members) {
      shuffle(samples, random);
      long after = before + samples.length;
      // Differences of rounded running totals: each class within one sample, the sum exact.
      int spare = samples.length - 1;
      int test = (int) Math.min(spare, share(after, testFraction) - share(before, testFraction));
      int validation =
          (int)
              Math.min(
                  spare - test,
                  share(after, validationFraction) - share(before, validationFraction));
      for (int i = 0; i < test + validation; i++) {
        partOf[samples[i]] = i < test ? TEST : VALIDATION;
      }
      before = after;
    }
    return partOf;
  }

  private static long share(long samples, double fraction) {
    return Math.round(samples * fraction);
  }

  private static int[][] membersByClass(Dataset data) {
    if (data.classNames().isEmpty()) {
      return new int[][] {IntStream.range(0, data.samples()).toArray()};
    }
    int[] sizes = new int[data.classNames().size()];
    for (float y : data.y()) {
      sizes[(int) y]++;
    }
    int[][] members = new int[sizes.length][];
    for (int c = 0; c < sizes.length; c++) {
      members[c] = new int[sizes[c]];
    }
    for (int i = data.samples() - 1; i >= 0; i--) {
      int c = (int) data.y()[i];
      members[c][--sizes[c]] = i;
    }
    return members;
  }

  private static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }
}
