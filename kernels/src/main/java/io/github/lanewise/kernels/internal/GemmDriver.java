package io.github.lanewise.kernels.internal;

/**
 * The vector path of GEMM: five loops around a micro-kernel. Start reading here.
 *
 * <pre>
 * for jc over n by nc                      block of columns of B and C
 *   for pc over k by kc                    B(pc, jc): kc x nc, L3
 *     for ic over m by mc                  A(ic, pc): mc x kc, L2
 *       for jr over nc by NR               micro-panel of B: kc x NR, L1
 *         for ir over mc by MR             micro-panel of A: MR x kc
 *           micro-kernel                   tile of C: MR x NR, registers
 * </pre>
 *
 * A block is packed only where that pays ({@link PackingPlan}); else the micro-kernels read it
 * where it lies. Cutting k stores the unfinished chains in C and picks them up again, which changes
 * no bit.
 */
public final class GemmDriver {

  private static final int LANES = Lanes.LENGTH;

  /** Columns of the full register tile. */
  static final int NR = Lanes.REGISTERS == 32 ? 12 : 6;

  /**
   * Rows of the full register tile: two vectors, which with NR columns make 24 accumulators of 32
   * registers or 12 of 16.
   */
  static final int MR = 2 * LANES;

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
    boolean packA = PackingPlan.packA(aTransposed, bTransposed, alpha, n, lda);
    boolean packB = PackingPlan.packB(bTransposed, m, ldb);
    BlockSizes blocks = buffers.blocks;
    int depth = blocks.depth(terms);
    for (int jc = 0; jc < n; jc += blocks.nc()) {
      int nc = Math.min(blocks.nc(), n - jc);
      for (int pc = 0; pc < terms; pc += depth) {
        int kc = Math.min(depth, terms - pc);
        int bBlock = bOffset + (bTransposed ? jc + pc * ldb : pc + jc * ldb);
        if (packB) {
          Packing.packB(bTransposed, kc, nc, NR, b, bBlock, ldb, buffers.bPanels);
        }
        for (int ic = 0; ic < m; ic += blocks.mc()) {
          int mc = Math.min(blocks.mc(), m - ic);
          int aBlock = aOffset + (aTransposed ? pc + ic * lda : ic + pc * lda);
          if (packA) {
            Packing.packA(aTransposed, mc, kc, MR, alpha, a, aBlock, lda, buffers.aPanels);
          }
          boolean fromC = startFromC || pc > 0;
          int cBlock = cOffset + ic + jc * ldc;
          for (int jr = 0; jr < nc; jr += NR) {
            int columns = Math.min(NR, nc - jr);
            int height = packA ? MR / LANES : tallest(columns);
            int ir = 0;
            while (ir < mc) {
              int vectors = Math.min(height, Integer.highestOneBit((mc - ir + LANES - 1) / LANES));
              int rows = Math.min(vectors * LANES, mc - ir);
              multiplyTile(
                  MicroKernels.tile(vectors, columns),
                  rows,
                  kc,
                  fromC,
                  packA ? buffers.aPanels : a,
                  packA ? ir * kc : aBlock + ir,
                  packA ? vectors * LANES : lda,
                  !packB && !bTransposed,
                  packB ? buffers.bPanels : b,
                  packB ? jr * kc : bTransposed ? bBlock + jr : bBlock + jr * ldb,
                  packB ? columns : ldb,
                  c,
                  cBlock + ir + jr * ldc,
                  ldc,
                  buffers);
              ir += rows;
            }
          }
        }
      }
    }
  }

  /** One tile of C, straight into C or, where it would reach over the last row, beside it. */
  private static void multiplyTile(
      MicroKernel kernel,
      int rows,
      int kc,
      boolean fromC,
      float[] a,
      int aPanel,
      int aStep,
      boolean byColumn,
      float[] b,
      int bPanel,
      int bStep,
      float[] c,
      int cTile,
      int ldc,
      PackingBuffers buffers) {
    int height = kernel.vectors * LANES;
    if (rows == height) {
      run(kernel, kc, fromC, a, aPanel, aStep, byColumn, b, bPanel, bStep, c, cTile, ldc);
      return;
    }
    float[] tile = buffers.edgeTile;
    if (fromC) {
      copyTile(rows, kernel.columns, c, cTile, ldc, tile, 0, height);
    }
    // The vectors reach beyond the last row of A, into its next column: lanes that nobody copies.
    // Only steps that would reach beyond
    // the array itself need a copy.
    int inside = stepsInside(a.length, aPanel, aStep, height, kc);
    run(kernel, inside, fromC, a, aPanel, aStep, byColumn, b, bPanel, bStep, tile, 0, height);
    if (inside < kc) {
      int rest = kc - inside;
      Packing.packRows(rest, rows, height, a, aPanel + inside * aStep, aStep, buffers.edgePanel, 0);
      int bRest = bPanel + inside * (byColumn ? 1 : bStep);
      run(
          kernel,
          rest,
          true,
          buffers.edgePanel,
          0,
          height,
          byColumn,
          b,
          bRest,
          bStep,
          tile,
          0,
          height);
    }
    copyTile(rows, kernel.columns, tile, 0, height, c, cTile, ldc);
  }

  /**
   * The tallest tile of some columns, in vectors, that fits the registers: few columns take more
   * vectors to fill the FMA units.
   */
  private static int tallest(int columns) {
    int vectors = MicroKernels.TALLEST;
    while (MicroKernel.registers(vectors, columns) > Lanes.REGISTERS) {
      vectors /= 2;
    }
    return vectors;
  }

  private static void run(
      MicroKernel kernel,
      int k,
      boolean fromC,
      float[] a,
      int aOffset,
      int aStep,
      boolean byColumn,
      float[] b,
      int bOffset,
      int bStep,
      float[] c,
      int cOffset,
      int ldc) {
    if (byColumn) {
      if (fromC) {
        kernel.columnsFromC(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      } else {
        kernel.columnsFromZero(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      }
    } else {
      if (fromC) {
        kernel.rowsFromC(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      } else {
        kernel.rowsFromZero(k, a, aOffset, aStep, b, bOffset, bStep, c, cOffset, ldc);
      }
    }
  }

  /**
   * How many of the first k steps read {@code height} elements inside an array of {@code length}.
   */
  private static int stepsInside(int length, int offset, int step, int height, int k) {
    int last = length - height - offset;
    return last < 0 ? 0 : Math.min(k, last / step + 1);
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
