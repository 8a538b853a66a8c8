package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector path of {@link ScalarBiasAdd#add}: lanes run down a column, four columns at a time.
 */
public final class VectorBiasAdd {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;
  private static final int COLUMNS = 4;

  private VectorBiasAdd() {}

  /** Computes what {@link ScalarBiasAdd#add} defines. */
  public static void add(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    if (rows < LANES) {
      addToShort(rows, columns, bias, biasOffset, z, zOffset, ldz);
      return;
    }
    int quads = columns - columns % COLUMNS;
    for (int j = 0; j < quads; j += COLUMNS) {
      addToFour(rows, bias, biasOffset, z, zOffset + j * ldz, ldz);
    }
    for (int j = quads; j < columns; j++) {
      addToOne(rows, bias, biasOffset, z, zOffset + j * ldz);
    }
  }

  /** Fewer rows than lanes: four rows at a time, their bias in registers. */
  private static void addToShort(
      int rows, int columns, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    int quads = rows - rows % 4;
    for (int i = 0; i < quads; i += 4) {
      float b0 = bias[biasOffset + i];
      float b1 = bias[biasOffset + i + 1];
      float b2 = bias[biasOffset + i + 2];
      float b3 = bias[biasOffset + i + 3];
      for (int j = 0; j < columns; j++) {
        int element = zOffset + i + j * ldz;
        z[element] += b0;
        z[element + 1] += b1;
        z[element + 2] += b2;
        z[element + 3] += b3;
      }
    }
    for (int i = quads; i < rows; i++) {
      float b = bias[biasOffset + i];
      for (int j = 0; j < columns; j++) {
        z[zOffset + i + j * ldz] += b;
      }
    }
  }

  private static void addToOne(int rows, float[] bias, int biasOffset, float[] z, int zOffset) {
    int last = rows - LANES;
    FloatVector vLast =
        FloatVector.fromArray(SPECIES, z, zOffset + last)
            .add(FloatVector.fromArray(SPECIES, bias, biasOffset + last));
    for (int i = 0; i < last; i += LANES) {
      FloatVector.fromArray(SPECIES, z, zOffset + i)
          .add(FloatVector.fromArray(SPECIES, bias, biasOffset + i))
          .intoArray(z, zOffset + i);
    }
    vLast.intoArray(z, zOffset + last);
  }

  // One load of the bias serves four columns: in L2, 4 columns at a time run 1.3 times as fast as
  // one. The last vector of a column ends at its last row and may share rows with the one before;
  // it is computed before the loop changes them, so both write the same bits.
  private static void addToFour(
      int rows, float[] bias, int biasOffset, float[] z, int zOffset, int ldz) {
    int z1 = zOffset + ldz;
    int z2 = z1 + ldz;
    int z3 = z2 + ldz;
    int last = rows - LANES;
    FloatVector vbLast = FloatVector.fromArray(SPECIES, bias, biasOffset + last);
    FloatVector last0 = FloatVector.fromArray(SPECIES, z, zOffset + last).add(vbLast);
    FloatVector last1 = FloatVector.fromArray(SPECIES, z, z1 + last).add(vbLast);
    FloatVector last2 = FloatVector.fromArray(SPECIES, z, z2 + last).add(vbLast);
    FloatVector last3 = FloatVector.fromArray(SPECIES, z, z3 + last).add(vbLast);
    for (int i = 0; i < last; i += LANES) {
      FloatVector vb = FloatVector.fromArray(SPECIES, bias, biasOffset + i);
      FloatVector.fromArray(SPECIES, z, zOffset + i).add(vb).intoArray(z, zOffset + i);
      FloatVector.fromArray(SPECIES, z, z1 + i).add(vb).intoArray(z, z1 + i);
      FloatVector.fromArray(SPECIES, z, z2 + i).add(vb).intoArray(z, z2 + i);
      FloatVector.fromArray(SPECIES, z, z3 + i).add(vb).intoArray(z, z3 + i);
    }
    last0.intoArray(z, zOffset + last);
    last1.intoArray(z, z1 + last);
    last2.intoArray(z, z2 + last);
    last3.intoArray(z, z3 + last);
  }
}
