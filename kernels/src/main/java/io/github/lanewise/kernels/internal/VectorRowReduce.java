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
      sumSixteen(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i <= rows - 8 * LANES; i += 8 * LANES) {
      sumEight(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i <= rows - 4 * LANES; i += 4 * LANES) {
      sumFour(columns, scale, z, zOffset + i, ldz, out, outOffset + i);
    }
    for (; i < rows; i += LANES) {
      int row = Math.min(i, rows - LANES);
      sumOne(columns, scale, z, zOffset + row, ldz, out, outOffset + row);
    }
  }

  /** One vector of rows. */
  private static void sumOne(
      int columns, float scale, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    FloatVector acc = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      acc = acc.add(FloatVector.fromArray(SPECIES, z, zOffset + j * ldz));
    }
    acc.mul(scale).intoArray(out, outOffset);
  }

  /** Four vectors of rows. */
  private static void sumFour(
      int columns, float scale, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = FloatVector.zero(SPECIES);
    FloatVector acc2 = FloatVector.zero(SPECIES);
    FloatVector acc3 = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      int column = zOffset + j * ldz;
      acc0 = acc0.add(FloatVector.fromArray(SPECIES, z, column));
      acc1 = acc1.add(FloatVector.fromArray(SPECIES, z, column + LANES));
      acc2 = acc2.add(FloatVector.fromArray(SPECIES, z, column + 2 * LANES));
      acc3 = acc3.add(FloatVector.fromArray(SPECIES, z, column + 3 * LANES));
    }
    acc0.mul(scale).intoArray(out, outOffset);
    acc1.mul(scale).intoArray(out, outOffset + LANES);
    acc2.mul(scale).intoArray(out, outOffset + 2 * LANES);
    acc3.mul(scale).intoArray(out, outOffset + 3 * LANES);
  }

  /** Eight vectors of rows. */
  private static void sumEight(
      int columns, float scale, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = FloatVector.zero(SPECIES);
    FloatVector acc2 = FloatVector.zero(SPECIES);
    FloatVector acc3 = FloatVector.zero(SPECIES);
    FloatVector acc4 = FloatVector.zero(SPECIES);
    FloatVector acc5 = FloatVector.zero(SPECIES);
    FloatVector acc6 = FloatVector.zero(SPECIES);
    FloatVector acc7 = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      int column = zOffset + j * ldz;
      acc0 = acc0.add(FloatVector.fromArray(SPECIES, z, column));
      acc1 = acc1.add(FloatVector.fromArray(SPECIES, z, column + LANES));
      acc2 = acc2.add(FloatVector.fromArray(SPECIES, z, column + 2 * LANES));
      acc3 = acc3.add(FloatVector.fromArray(SPECIES, z, column + 3 * LANES));
      acc4 = acc4.add(FloatVector.fromArray(SPECIES, z, column + 4 * LANES));
      acc5 = acc5.add(FloatVector.fromArray(SPECIES, z, column + 5 * LANES));
      acc6 = acc6.add(FloatVector.fromArray(SPECIES, z, column + 6 * LANES));
      acc7 = acc7.add(FloatVector.fromArray(SPECIES, z, column + 7 * LANES));
    }
    acc0.mul(scale).intoArray(out, outOffset);
    acc1.mul(scale).intoArray(out, outOffset + LANES);
    acc2.mul(scale).intoArray(out, outOffset + 2 * LANES);
    acc3.mul(scale).intoArray(out, outOffset + 3 * LANES);
    acc4.mul(scale).intoArray(out, outOffset + 4 * LANES);
    acc5.mul(scale).intoArray(out, outOffset + 5 * LANES);
    acc6.mul(scale).intoArray(out, outOffset + 6 * LANES);
    acc7.mul(scale).intoArray(out, outOffset + 7 * LANES);
  }

  /** Sixteen vectors of rows. */
  private static void sumSixteen(
      int columns, float scale, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    FloatVector acc00 = FloatVector.zero(SPECIES);
    FloatVector acc01 = FloatVector.zero(SPECIES);
    FloatVector acc02 = FloatVector.zero(SPECIES);
    FloatVector acc03 = FloatVector.zero(SPECIES);
    FloatVector acc04 = FloatVector.zero(SPECIES);
    FloatVector acc05 = FloatVector.zero(SPECIES);
    FloatVector acc06 = FloatVector.zero(SPECIES);
    FloatVector acc07 = FloatVector.zero(SPECIES);
    FloatVector acc08 = FloatVector.zero(SPECIES);
    FloatVector acc09 = FloatVector.zero(SPECIES);
    FloatVector acc10 = FloatVector.zero(SPECIES);
    FloatVector acc11 = FloatVector.zero(SPECIES);
    FloatVector acc12 = FloatVector.zero(SPECIES);
    FloatVector acc13 = FloatVector.zero(SPECIES);
    FloatVector acc14 = FloatVector.zero(SPECIES);
    FloatVector acc15 = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      int column = zOffset + j * ldz;
      acc00 = acc00.add(FloatVector.fromArray(SPECIES, z, column));
      acc01 = acc01.add(FloatVector.fromArray(SPECIES, z, column + LANES));
      acc02 = acc02.add(FloatVector.fromArray(SPECIES, z, column + 2 * LANES));
      acc03 = acc03.add(FloatVector.fromArray(SPECIES, z, column + 3 * LANES));
      acc04 = acc04.add(FloatVector.fromArray(SPECIES, z, column + 4 * LANES));
      acc05 = acc05.add(FloatVector.fromArray(SPECIES, z, column + 5 * LANES));
      acc06 = acc06.add(FloatVector.fromArray(SPECIES, z, column + 6 * LANES));
      acc07 = acc07.add(FloatVector.fromArray(SPECIES, z, column + 7 * LANES));
      acc08 = acc08.add(FloatVector.fromArray(SPECIES, z, column + 8 * LANES));
      acc09 = acc09.add(FloatVector.fromArray(SPECIES, z, column + 9 * LANES));
      acc10 = acc10.add(FloatVector.fromArray(SPECIES, z, column + 10 * LANES));
      acc11 = acc11.add(FloatVector.fromArray(SPECIES, z, column + 11 * LANES));
      acc12 = acc12.add(FloatVector.fromArray(SPECIES, z, column + 12 * LANES));
      acc13 = acc13.add(FloatVector.fromArray(SPECIES, z, column + 13 * LANES));
      acc14 = acc14.add(FloatVector.fromArray(SPECIES, z, column + 14 * LANES));
      acc15 = acc15.add(FloatVector.fromArray(SPECIES, z, column + 15 * LANES));
    }
    acc00.mul(scale).intoArray(out, outOffset);
    acc01.mul(scale).intoArray(out, outOffset + LANES);
    acc02.mul(scale).intoArray(out, outOffset + 2 * LANES);
    acc03.mul(scale).intoArray(out, outOffset + 3 * LANES);
    acc04.mul(scale).intoArray(out, outOffset + 4 * LANES);
    acc05.mul(scale).intoArray(out, outOffset + 5 * LANES);
    acc06.mul(scale).intoArray(out, outOffset + 6 * LANES);
    acc07.mul(scale).intoArray(out, outOffset + 7 * LANES);
    acc08.mul(scale).intoArray(out, outOffset + 8 * LANES);
    acc09.mul(scale).intoArray(out, outOffset + 9 * LANES);
    acc10.mul(scale).intoArray(out, outOffset + 10 * LANES);
    acc11.mul(scale).intoArray(out, outOffset + 11 * LANES);
    acc12.mul(scale).intoArray(out, outOffset + 12 * LANES);
    acc13.mul(scale).intoArray(out, outOffset + 13 * LANES);
    acc14.mul(scale).intoArray(out, outOffset + 14 * LANES);
    acc15.mul(scale).intoArray(out, outOffset + 15 * LANES);
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
