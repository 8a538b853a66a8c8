package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector width that every kernel computes with. */
public final class Lanes {
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats per vector. */
  public static final int LANES = SPECIES.length();

  private Lanes() {}
}
