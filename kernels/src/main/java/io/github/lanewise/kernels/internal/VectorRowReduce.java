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
  private static final int BLOCK = 4 * LANES;

  // Up to here a block of rows is a large enough part of a column to read the matrix once for each
  // block; beyond it whole columns are read, which memory likes better: at 4096 x 4096 2.7 times.
  private static final int MAX_BLOCKED_ROWS = 4 * BLOCK;

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
    } else if (rows < BLOCK) {
      for (int i = 0; i < rows; i += LANES) {
        int row = Math.min(i, rows - LANES);
        sumVector(columns, scale, z, zOffset + row, ldz, out, outOffset + row);
      }
    } else if (rows < MAX_BLOCKED_ROWS) {
      for (int i = 0; i < rows; i += BLOCK) {
        int row = Math.min(i, rows - BLOCK);
        sumBlock(columns, scale, z, zOffset + row, ldz, out, outOffset + row);
      }
    } else {
      sumTall(rows, columns, scale, z, zOffset, ldz, out, outOffset);
    }
  }

  /** One vector of rows. */
  private static void sumVector(
      int columns, float scale, float[] z, int zOffset, int ldz, float[] out, int outOffset) {
    FloatVector acc = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      acc = acc.add(FloatVector.fromArray(SPECIES, z, zOffset + j * ldz));
    }
    acc.mul(scale).intoArray(out, outOffset);
  }

  /** Four vectors of rows. */
  private static void sumBlock(
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
