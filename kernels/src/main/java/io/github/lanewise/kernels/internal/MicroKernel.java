package io.github.lanewise.kernels.internal;

/**
 * The innermost loop of GEMM: one register tile of C, {@code vectors} vectors high and {@code
 * columns} columns wide, gets {@code k} rank-1 updates.
 *
 * <p>At step p the tile reads {@code vectors} whole vectors of A from {@code a[aOffset + p *
 * aStep]} on and {@code columns} elements of B from {@code b[bOffset + p * bStep]} on, both
 * contiguous. Each accumulator is one FMA chain in the order of p. The two methods differ in where
 * the chains start; they are separate so that no branch stands beside the loop
 * (docs/performance.md, "the cliff").
 */
abstract class MicroKernel {

  final int vectors;
  final int columns;

  MicroKernel(int vectors, int columns) {
    this.vectors = vectors;
    this.columns = columns;
  }

  /** C tile := sum over p; C is not read. */
  abstract void startFromZero(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc);

  /** C tile := C tile + sum over p, the chains starting from C. */
  abstract void startFromC(
      int k,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc);
}
