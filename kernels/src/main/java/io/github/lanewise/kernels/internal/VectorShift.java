package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector path of {@link SoftmaxColumns#exponentials} up to the exponential, for columns of up
 * to two vectors. The second ends at the last element and shares elements with the first; where one
 * holds more than a column, its other lanes are those of the next columns.
 */
final class VectorShift {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;

  /** The most rows of a column. */
  static final int MAX_ROWS = 2 * LANES;

  private static final VectorShuffle<Float> PLUS_8 = VectorShuffle.iota(SPECIES, 8, 1, true);
  private static final VectorShuffle<Float> PLUS_4 = VectorShuffle.iota(SPECIES, 4, 1, true);
  private static final VectorShuffle<Float> PLUS_2 = VectorShuffle.iota(SPECIES, 2, 1, true);
  private static final VectorShuffle<Float> PLUS_1 = VectorShuffle.iota(SPECIES, 1, 1, true);

  private VectorShift() {}

  /**
   * Computes {@code out(i, j) := z(i, j) - maxima(j)} and the maxima of the first columns, of 1 to
   * {@link #MAX_ROWS} rows and without gaps. What it writes beyond a column the next one
   * overwrites.
   *
   * @return the columns it has computed: all but the few behind which no whole vector is left
   */
  static int columns(
      int rows,
      int columns,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset,
      float[] maxima,
      int maximaOffset) {
    FloatVector index = FloatVector.zero(SPECIES).addIndex(1);
    FloatVector end = FloatVector.broadcast(SPECIES, (float) rows);
    FloatVector lowest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int second = Math.max(0, rows - LANES);
    int whole = columns - (LANES - 1) / rows;
    for (int j = 0; j < whole; j++) {
      int zColumn = zOffset + j * rows;
      int outColumn = outOffset + j * rows;
      FloatVector z0 = FloatVector.fromArray(SPECIES, z, zColumn);
      FloatVector z1 = FloatVector.fromArray(SPECIES, z, zColumn + second);
      // All lanes come to hold the maximum, as the patterns turn them round.
      FloatVector max = lowest.blend(z0.max(z1), index.compare(VectorOperators.LT, end));
      if (LANES >= 16) {
        max = max.max(max.rearrange(PLUS_8));
      }
      if (LANES >= 8) {
        max = max.max(max.rearrange(PLUS_4));
      }
      max = max.max(max.rearrange(PLUS_2));
      max = max.max(max.rearrange(PLUS_1));
      z0.sub(max).intoArray(out, outColumn);
      z1.sub(max).intoArray(out, outColumn + second);
      maxima[maximaOffset + j] = max.lane(0);
    }
    return Math.max(0, whole);
  }
}
