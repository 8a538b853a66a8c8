package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector path of {@link ScalarArgmax}: lanes run down a column, once for its largest element
 * and once for the place of it.
 */
public final class VectorArgmax {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;

  private static final VectorShuffle<Float> PLUS_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
  private static final VectorShuffle<Float> PLUS_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
  private static final VectorShuffle<Float> PLUS_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
  private static final VectorShuffle<Float> PLUS_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

  // Twice joining the lanes of a vector, for largest element and place, takes as long as looking at
  // so many elements one by one.
  private static final int MIN_ROWS = 4 * LANES;

  /** Rows are counted in float lanes, exact up to here. */
  private static final int MAX_ROWS = 1 << 24;

  private VectorArgmax() {}

  /** Computes what {@link ScalarArgmax#columns} defines. */
  public static void columns(
      int rows, int columns, float[] a, int aOffset, int lda, int[] out, int outOffset) {
    if (rows < MIN_ROWS || rows > MAX_ROWS) {
      ScalarArgmax.columns(rows, columns, a, aOffset, lda, out, outOffset);
      return;
    }
    for (int j = 0; j < columns; j++) {
      int column = aOffset + j * lda;
      float max = max(rows, a, column);
      out[outOffset + j] = indexOf(max, rows, a, column);
    }
  }

  /** Computes what {@link ScalarArgmax#max} defines. */
  public static float max(int length, float[] x, int xOffset) {
    if (length < LANES) {
      return ScalarArgmax.max(length, x, xOffset);
    }
    // The last vector ends at the last element; what it shares with others is looked at twice.
    int last = xOffset + length - LANES;
    FloatVector max0 = FloatVector.fromArray(SPECIES, x, last);
    FloatVector max1 = max0;
    int i = xOffset;
    for (; i < last - LANES; i += 2 * LANES) {
      max0 = max0.max(FloatVector.fromArray(SPECIES, x, i));
      max1 = max1.max(FloatVector.fromArray(SPECIES, x, i + LANES));
    }
    max0 = max0.max(max1).max(FloatVector.fromArray(SPECIES, x, Math.min(i, last)));
    if (LANES >= 16) {
      max0 = max0.max(max0.rearrange(PLUS_8));
    }
    if (LANES >= 8) {
      max0 = max0.max(max0.rearrange(PLUS_4));
    }
    max0 = max0.max(max0.rearrange(PLUS_2));
    max0 = max0.max(max0.rearrange(PLUS_1));
    return max0.lane(0);
  }

  /** Computes what {@link ScalarArgmax#indexOf} defines, for at least LANES elements. */
  private static int indexOf(float value, int length, float[] x, int xOffset) {
    int last = length - LANES;
    FloatVector sought = FloatVector.broadcast(SPECIES, value);
    FloatVector none = FloatVector.broadcast(SPECIES, (float) length);
    FloatVector step = FloatVector.broadcast(SPECIES, (float) LANES);
    FloatVector index = FloatVector.zero(SPECIES).addIndex(1);
    FloatVector first =
        none.blend(
            index.add((float) last),
            FloatVector.fromArray(SPECIES, x, xOffset + last).compare(VectorOperators.EQ, sought));
    for (int i = 0; i < last; i += LANES) {
      FloatVector candidate =
          none.blend(
              index,
              FloatVector.fromArray(SPECIES, x, xOffset + i).compare(VectorOperators.EQ, sought));
      first = first.min(candidate);
      index = index.add(step);
    }
    if (LANES >= 16) {
      first = first.min(first.rearrange(PLUS_8));
    }
    if (LANES >= 8) {
      first = first.min(first.rearrange(PLUS_4));
    }
    first = first.min(first.rearrange(PLUS_2));
    first = first.min(first.rearrange(PLUS_1));
    int found = (int) first.lane(0);
    return found == length ? -1 : found;
  }
}
