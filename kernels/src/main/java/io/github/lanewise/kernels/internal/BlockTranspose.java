package io.github.lanewise.kernels.internal;

/** Transposes a square block, as many floats wide as a vector, in registers. */
interface BlockTranspose {

  /** {@code target(j, i) := source(i, j)}, both column-major with the given leading dimensions. */
  void run(
      float[] source,
      int sourceOffset,
      int sourceLd,
      float[] target,
      int targetOffset,
      int targetLd);
}
