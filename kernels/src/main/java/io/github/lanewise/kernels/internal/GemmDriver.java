package io.github.lanewise.kernels.internal;

/**
 * The vector path of GEMM: five loops around a micro-kernel. Start reading here.
 *
 * <pre>
 * for jc over n by nc                      block of columns of B and C
 *   for pc over k by kc                    pack B(pc, jc): kc x nc, L3
 *     for ic over m by mc                  pack A(ic, pc): mc x kc, L2
 *       for jr over nc by NR               micro-panel of B: kc x NR, L1
 *         for ir over mc by MR             micro-panel of A: MR x kc
 *           micro-kernel                   tile of C: MR x NR, registers
 * </pre>
 *
 * Cutting k stores the unfinished chains in C and picks them up again, which changes no bit.
 */
public final class GemmDriver {

  private static final int LANES = Lanes.LENGTH;
  private static final int MR = Lanes.TILE_VECTORS * LANES;
  private static final int NR = Lanes.TILE_COLUMNS;

  private GemmDriver() {}

  /** Computes what {@link ScalarGemm#multiply} defines. */
  public static void multiply(
      boolean aTransposed,
      boolean bTransposed,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    int terms = alpha == 0f ? 0 : k;
    boolean startFromC = beta != 0f;
    if (terms == 0 || (startFromC && beta != 1f)) {
      scaleC(m, n, beta, c, cOffset, ldc);
    }
    BlockSizes blocks = buffers.blocks;
    int depth = blocks.depth(terms);
    for (int jc = 0; jc < n; jc += blocks.nc()) {
      int nc = Math.min(blocks.nc(), n - jc);
      for (int pc = 0; pc < terms; pc += depth) {
        int kc = Math.min(depth, terms - pc);
        int bBlock = bOffset + (bTransposed ? jc + pc * ldb : pc + jc * ldb);
        Packing.packB(bTransposed, kc, nc, NR, b, bBlock, ldb, buffers.bPanels);
        for (int ic = 0; ic < m; ic += blocks.mc()) {
          int mc = Math.min(blocks.mc(), m - ic);
          int aBlock = aOffset + (aTransposed ? pc + ic * lda : ic + pc * lda);
          Packing.packA(aTransposed, mc, kc, MR, alpha, a, aBlock, lda, buffers.aPanels);
          multiplyBlock(mc, nc, kc, startFromC || pc > 0, buffers, c, cOffset + ic + jc * ldc, ldc);
        }
      }
    }
  }

  /** The loops jr and ir: one packed block of A times one packed block of B. */
  private static void multiplyBlock(
      int mc,
      int nc,
      int kc,
      boolean startFromC,
      PackingBuffers buffers,
      float[] c,
      int cOffset,
      int ldc) {
    float[] aPanels = buffers.aPanels;
    float[] bPanels = buffers.bPanels;
    for (int jr = 0; jr < nc; jr += NR) {
      int columns = Math.min(NR, nc - jr);
      for (int ir = 0; ir < mc; ir += MR) {
        int rows = Math.min(MR, mc - ir);
        int vectors = (rows + LANES - 1) / LANES;
        MicroKernel kernel = MicroKernels.tile(vectors, columns);
        int tile = cOffset + ir + jr * ldc;
        if (rows < vectors * LANES) {
          multiplyEdge(
              kernel,
              rows,
              kc,
              startFromC,
              aPanels,
              ir * kc,
              bPanels,
              jr * kc,
              buffers.edgeTile,
              c,
              tile,
              ldc);
        } else if (startFromC) {
          kernel.startFromC(
              kc, aPanels, ir * kc, vectors * LANES, bPanels, jr * kc, columns, c, tile, ldc);
        } else {
          kernel.startFromZero(
              kc, aPanels, ir * kc, vectors * LANES, bPanels, jr * kc, columns, c, tile, ldc);
        }
      }
    }
  }

  /** A tile of fewer rows than its vectors hold: computed beside C, its rows then copied. */
  private static void multiplyEdge(
      MicroKernel kernel,
      int rows,
      int kc,
      boolean startFromC,
      float[] aPanels,
      int aPanel,
      float[] bPanels,
      int bPanel,
      float[] edgeTile,
      float[] c,
      int cOffset,
      int ldc) {
    int height = kernel.vectors * LANES;
    if (startFromC) {
      copyTile(rows, kernel.columns, c, cOffset, ldc, edgeTile, 0, height);
    }
    if (startFromC) {
      kernel.startFromC(
          kc, aPanels, aPanel, height, bPanels, bPanel, kernel.columns, edgeTile, 0, height);
    } else {
      kernel.startFromZero(
          kc, aPanels, aPanel, height, bPanels, bPanel, kernel.columns, edgeTile, 0, height);
    }
    copyTile(rows, kernel.columns, edgeTile, 0, height, c, cOffset, ldc);
  }

  private static void copyTile(
      int rows,
      int columns,
      float[] source,
      int sourceOffset,
      int sourceLd,
      float[] target,
      int targetOffset,
      int targetLd) {
    for (int j = 0; j < columns; j++) {
      System.arraycopy(
          source, sourceOffset + j * sourceLd, target, targetOffset + j * targetLd, rows);
    }
  }

  /** {@code C := beta * C}, or zero without reading it. */
  private static void scaleC(int m, int n, float beta, float[] c, int cOffset, int ldc) {
    if (beta == 1f) {
      return;
    }
    for (int j = 0; j < n; j++) {
      int column = cOffset + j * ldc;
      for (int i = column; i < column + m; i++) {
        c[i] = beta == 0f ? 0f : beta * c[i];
      }
    }
  }
}
