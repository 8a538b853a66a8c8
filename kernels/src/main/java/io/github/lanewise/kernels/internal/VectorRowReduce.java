package io.github.lanewise.kernels.internal;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector path of {@link ScalarRowReduce}: lanes run down the rows, so that each lane carries
 * the chain of its row. How the rows are cut depends on their number alone and changes no bit.
 */
public final class VectorRowReduce {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;

  // Blocks that are less than a column jump through memory. From L2 that costs nothing: 512 x 128
  // runs 1.1 times as fast as by whole columns. Beyond it does: 1024 x 16384 takes twice as long.
  private static final int NEAR = 1 << 17; // 512 KiB

  private VectorRowReduce() {}

  /** Computes what {@link ScalarRowReduce#sum} defines. */
  public static void sum(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    if (rows < LANES) {
      sumShort(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    } else if (rows <= 16 * LANES || (long) rows * columns <= NEAR) {
      sumBlocks(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    } else {
      sumTall(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    }
  }

  // The largest blocks first, as they read the longest pieces: in L2, 16 vectors at a time run 1.4
  // times as fast as 4. The last vector ends at the last row and may repeat rows of the one before.
  private static void sumBlocks(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    int i = 0;
    for (; i <= rows - 16 * LANES; i += 16 * LANES) {
      RowSums.sum16(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i <= rows - 8 * LANES; i += 8 * LANES) {
      RowSums.sum8(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i <= rows - 4 * LANES; i += 4 * LANES) {
      RowSums.sum4(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i < rows; i += LANES) {
      int row = Math.min(i, rows - LANES);
      RowSums.sum1(columns, scale, z, zOffset + row, ldz, out, outOffset + row);
    }
  }

  // Fewer rows than lanes: a vector reads on into what follows the column and its lanes past the
  // last row are dropped. The columns whose vector would leave the array follow one by one.
  private static void sumShort(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    int whole = wholeColumns(columns, z.length - zOffset, ldz);
    FloatVector acc = FloatVector.zero(SPECIES);
    for (int j = 0; j < whole; j++) {
      acc = acc.add(FloatVector.fromArray(SPECIES, z, zOffset + j * ldz));
    }
    for (int i = 0; i < rows; i++) {
      float sum = FloatVector.broadcast(SPECIES, (float) i).selectFrom(acc).lane(0);
      for (int j = whole; j < columns; j++) {
        sum += z[zOffset + i + j * ldz];
      }
      out[outOffset + i] = scale * sum;
    }
  }

  /** How many of the columns have a whole vector of {@code available} elements from their start. */
  private static int wholeColumns(int columns, int available, int ldz) {
    if (available < LANES) {
      return 0;
    }
    return ldz == 0 ? columns : Math.min(columns, (available - LANES) / ldz + 1);
  }

  /** Many rows: the chains rest in out, which takes up four columns at a time. */
  private static void sumTall(
      int rows,
      int columns,
      float scale,
      float[] z,
      int zOffset,
      int ldz,
      float[] out,
      int outOffset) {
    Arrays.fill(out, outOffset, outOffset + rows, 0f);
    int quads = columns - columns % 4;
    for (int j = 0; j < quads; j += 4) {
      addFour(rows, z, zOffset + j * ldz, ldz, out, outOffset);
    }
    for (int j = quads; j < columns; j++) {
      VectorBiasAdd.add(rows, 1, z, zOffset + j * ldz, out, outOffset, rows);
    }
    for (int i = outOffset; i < outOffset + rows; i++) {
      out[i] = scale * out[i];
    }
  }

  // The last vector ends at the last row and may share rows with the one before; it is computed
  // before the loop changes them, so both write the same bits.
  private static void addFour(
      int rows, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    int z1 = zOffset + ldz;
    int z2 = z1 + ldz;
    int z3 = z2 + ldz;
    int last = rows - LANES;
    FloatVector accLast =
        FloatVector.fromArray(SPECIES, out, outOffset + last)
            .add(FloatVector.fromArray(SPECIES, z, zOffset + last))
            .add(FloatVector.fromArray(SPECIES, z, z1 + last))
            .add(FloatVector.fromArray(SPECIES, z, z2 + last))
            .add(FloatVector.fromArray(SPECIES, z, z3 + last));
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, out, outOffset + i)
          .add(FloatVector.fromArray(SPECIES, z, zOffset + i))
          .add(FloatVector.fromArray(SPECIES, z, z1 + i))
          .add(FloatVector.fromArray(SPECIES, z, z2 + i))
          .add(FloatVector.fromArray(SPECIES, z, z3 + i))
          .intoArray(out, outOffset + i);
    }
    accLast.intoArray(out, outOffset + last);
  }
}
