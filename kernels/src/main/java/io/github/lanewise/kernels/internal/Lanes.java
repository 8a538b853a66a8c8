package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector species of all kernels: the JVM's widest, or what {@code -Dlanewise.simd.bits} asks
 * for. No kernel names a width of its own. Loaded only once {@link Simd} has found the Vector API.
 */
public final class Lanes {

  /** Species of the float vectors. */
  public static final VectorSpecies<Float> SPECIES = species();

  /** Species of the int vectors that have the shape of {@link #SPECIES}. */
  public static final VectorSpecies<Integer> INTS =
      IntVector.SPECIES_PREFERRED.withShape(SPECIES.vectorShape());

  /** Floats in a vector. */
  public static final int LENGTH = SPECIES.length();

  /** Vector registers: 32 with 512-bit vectors and on AArch64, otherwise 16, as AVX2 has them. */
  static final int REGISTERS =
      SPECIES.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64") ? 32 : 16;

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    int bits = Integer.getInteger("lanewise.simd.bits", VectorWidth.widestBits());
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }
}
