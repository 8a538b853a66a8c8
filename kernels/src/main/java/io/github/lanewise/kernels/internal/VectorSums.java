package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector path of {@link ScalarSums}: the 16 chains lie in one vector of 16 lanes, two of 8 or
 * four of 4.
 *
 * <pre>
 * lanes   acc0      acc1      acc2      acc3
 * 16      0 .. 15
 * 8       0 .. 7    8 .. 15
 * 4       0 .. 3    4 .. 7    8 .. 11   12 .. 15
 * </pre>
 *
 * The conditions on the number of lanes are constants to the compiler.
 */
public final class VectorSums {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;
  private static final int CHAINS = ScalarSums.CHAINS;

  private static final VectorShuffle<Float> PLUS_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
  private static final VectorShuffle<Float> PLUS_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
  private static final VectorShuffle<Float> PLUS_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
  private static final VectorShuffle<Float> PLUS_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

  private VectorSums() {}

  /** Computes what {@link ScalarSums#sum} defines. */
  public static float sum(int length, float[] x, int xOffset) {
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = FloatVector.zero(SPECIES);
    FloatVector acc2 = FloatVector.zero(SPECIES);
    FloatVector acc3 = FloatVector.zero(SPECIES);
    int whole = length - length % CHAINS;
    for (int p = 0; p < whole; p += CHAINS) {
      int i = xOffset + p;
      acc0 = acc0.add(FloatVector.fromArray(SPECIES, x, i));
      if (LANES < 16) {
        acc1 = acc1.add(FloatVector.fromArray(SPECIES, x, i + LANES));
      }
      if (LANES < 8) {
        acc2 = acc2.add(FloatVector.fromArray(SPECIES, x, i + 2 * LANES));
        acc3 = acc3.add(FloatVector.fromArray(SPECIES, x, i + 3 * LANES));
      }
    }
    if (LANES < 8) {
      acc0 = acc0.add(acc2);
      acc1 = acc1.add(acc3);
    }
    FloatVector sums = LANES < 16 ? acc0.add(acc1) : acc0.add(acc0.rearrange(PLUS_8));
    if (LANES >= 8) {
      sums = sums.add(sums.rearrange(PLUS_4));
    }
    sums = sums.add(sums.rearrange(PLUS_2));
    sums = sums.add(sums.rearrange(PLUS_1));
    float sum = sums.lane(0);
    for (int p = whole; p < length; p++) {
      sum += x[xOffset + p];
    }
    return sum;
  }

  /** Computes what {@link ScalarSums#sumOfProducts} defines. */
  public static float sumOfProducts(int length, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = FloatVector.zero(SPECIES);
    FloatVector acc2 = FloatVector.zero(SPECIES);
    FloatVector acc3 = FloatVector.zero(SPECIES);
    int whole = length - length % CHAINS;
    for (int p = 0; p < whole; p += CHAINS) {
      int i = xOffset + p;
      int j = yOffset + p;
      acc0 = FloatVector.fromArray(SPECIES, x, i).fma(FloatVector.fromArray(SPECIES, y, j), acc0);
      if (LANES < 16) {
        acc1 =
            FloatVector.fromArray(SPECIES, x, i + LANES)
                .fma(FloatVector.fromArray(SPECIES, y, j + LANES), acc1);
      }
      if (LANES < 8) {
        acc2 =
            FloatVector.fromArray(SPECIES, x, i + 2 * LANES)
                .fma(FloatVector.fromArray(SPECIES, y, j + 2 * LANES), acc2);
        acc3 =
            FloatVector.fromArray(SPECIES, x, i + 3 * LANES)
                .fma(FloatVector.fromArray(SPECIES, y, j + 3 * LANES), acc3);
      }
    }
    if (LANES < 8) {
      acc0 = acc0.add(acc2);
      acc1 = acc1.add(acc3);
    }
    FloatVector sums = LANES < 16 ? acc0.add(acc1) : acc0.add(acc0.rearrange(PLUS_8));
    if (LANES >= 8) {
      sums = sums.add(sums.rearrange(PLUS_4));
    }
    sums = sums.add(sums.rearrange(PLUS_2));
    sums = sums.add(sums.rearrange(PLUS_1));
    float sum = sums.lane(0);
    for (int p = whole; p < length; p++) {
      sum = Math.fma(x[xOffset + p], y[yOffset + p], sum);
    }
    return sum;
  }
}
