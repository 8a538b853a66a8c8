package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies a few elements, as the edges of tiles need it: a System.arraycopy of ten elements takes 8
 * ns, which is as long as eight multiply-adds on each of them.
 */
final class VectorCopy {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;

  private VectorCopy() {}

  /** The last vector ends at the last element and may share elements with the one before. */
  static void copy(int length, float[] source, int sourceOffset, float[] target, int targetOffset) {
    if (length >= LANES) {
      int last = length - LANES;
      for (int i = 0; i < last; i += LANES) {
        FloatVector.fromArray(SPECIES, source, sourceOffset + i)
            .intoArray(target, targetOffset + i);
      }
      FloatVector.fromArray(SPECIES, source, sourceOffset + last)
          .intoArray(target, targetOffset + last);
    } else {
      for (int i = 0; i < length; i++) {
        target[targetOffset + i] = source[sourceOffset + i];
      }
    }
  }
}
