package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.Nullable;

/**
 * The vector path of GEMM: five loops around a micro-kernel. Start reading here.
 *
 * <pre>
 * for jc over n by nc                      block of columns of B and C
 *   for pc over k by kc                    B(pc, jc): kc x nc, L3
 *     for ic over m by mc                  A(ic, pc): mc x kc, L2
 *       for jr over nc by NR               micro-panel of B: kc x NR, L1
 *         for ir over mc by MR             micro-panel of A: MR x kc
 *           micro-kernel                   tile of C: up to MR x NR, registers
 * </pre>
 *
 * {@link PackingPlan} decides which blocks are packed; the others are read where they lie. It also
 * decides when to compute {@code C^T = op(B)^T op(A)^T} instead: then A and B change roles in these
 * loops, the lanes run along n, and a tile is transposed on its way into C. Neither changes a bit:
 * each element's chain stays what it is, and cutting k only stores it in C and picks it up again.
 */
public final class GemmDriver {

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
    boolean fromC = beta != 0f;
    if (terms == 0 || (fromC && beta != 1f)) {
      scaleC(m, n, beta, c, cOffset, ldc);
    }
    if (terms == 0 || m == 0 || n == 0) {
      return;
    }
    if (terms == 1 && alpha == 1f && !aTransposed) {
      RankOne.multiply(
          m,
          n,
          a,
          aOffset,
          b,
          bOffset,
          bTransposed ? 1 : ldb,
          fromC,
          c,
          cOffset,
          ldc,
          buffers.edgePanel);
      return;
    }
    if (n == 1 && aTransposed && !bTransposed && alpha == 1f) {
      DotProducts.multiply(m, terms, a, aOffset, lda, b, bOffset, fromC, c, cOffset);
      return;
    }
    if (n == 1 && !aTransposed && alpha == 1f && ColumnSweep.pays(m, terms)) {
      int bStep = bTransposed ? ldb : 1;
      ColumnSweep.multiply(
          m, terms, a, aOffset, lda, b, bOffset, bStep, fromC, c, cOffset, buffers);
      return;
    }
    if (m == 1 && ldc == 1 && !bTransposed && (aTransposed || lda == 1) && alpha == 1f) {
      DotProducts.multiply(n, terms, b, bOffset, ldb, a, aOffset, fromC, c, cOffset);
      return;
    }
    multiplyFrom(
        aTransposed,
        bTransposed,
        m,
        n,
        terms,
        alpha,
        a,
        aOffset,
        lda,
        b,
        bOffset,
        ldb,
        fromC ? c : null,
        cOffset,
        ldc,
        c,
        cOffset,
        ldc,
        buffers);
  }

  /** Computes {@code C := A B + bias}, each chain starting from its row's bias. */
  public static void forward(
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    if (m <= 1 || n == 0 || k <= 1 || (n == 1 && ColumnSweep.pays(m, k))) {
      // These have ways of their own, which go on from what is in C.
      ScalarBiasAdd.broadcast(m, n, bias, biasOffset, c, cOffset, ldc);
      multiply(
          false, false, m, n, k, 1f, a, aOffset, lda, b, bOffset, ldb, 1f, c, cOffset, ldc,
          buffers);
    } else {
      multiplyFrom(
          false,
          false,
          m,
          n,
          k,
          1f,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          bias,
          biasOffset,
          0,
          c,
          cOffset,
          ldc,
          buffers);
    }
  }

  /**
   * The product with the lanes along the better dimension, the chains starting from {@code start},
   * which may be C, or from zero. With {@code startLd == 0} all columns start from the same one.
   */
  private static void multiplyFrom(
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
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    if (PackingPlan.turn(aTransposed, bTransposed, m, n, k, alpha)) {
      multiplyBlocks(
          !bTransposed,
          !aTransposed,
          n,
          m,
          k,
          alpha,
          b,
          bOffset,
          ldb,
          a,
          aOffset,
          lda,
          start,
          startOffset,
          startLd,
          c,
          cOffset,
          ldc,
          true,
          buffers);
    } else {
      multiplyBlocks(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          start,
          startOffset,
          startLd,
          c,
          cOffset,
          ldc,
          false,
          buffers);
    }
  }

  private static void multiplyBlocks(
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
      float @Nullable [] start,
      int startOffset,
      int startLd,
      float[] c,
      int cOffset,
      int ldc,
      boolean cTransposed,
      PackingBuffers buffers) {
    boolean packA =
        PackingPlan.packA(aTransposed, bTransposed, alpha, m, n, k, lda, a.length - aOffset);
    boolean packB = PackingPlan.packB(packA, bTransposed, m, n, k, ldb);
    BOrder bOrder = BOrder.of(packB, bTransposed);
    float[] aFrom = packA ? buffers.aPanels : a;
    float[] bFrom = packB ? buffers.bPanels : b;
    BlockSizes blocks = buffers.blocks;
    boolean inL1 = PackingPlan.transposesInL1(aTransposed, cTransposed, m, n, k);
    int depth =
        inL1
            ? blocks.depthInL1(k)
            : packA || n == 1 ? blocks.depth(k) : blocks.depthInPlace(k, lda);
    int most = inL1 ? BlockSizes.ROWS_IN_L1 : blocks.rows(m, depth);
    int mostColumns = buffers.columns(bOrder);
    int nc;
    for (int jc = 0; jc < n; jc += nc) {
      nc = Math.min(mostColumns, n - jc);
      int kc;
      for (int pc = 0; pc < k; pc += kc) {
        kc = Math.min(depth, k - pc);
        float @Nullable [] from = pc > 0 ? c : start;
        int fromOffset = pc > 0 ? cOffset : startOffset;
        int fromLd = pc > 0 ? ldc : startLd;
        int bBlock = bOffset + (bTransposed ? jc + pc * ldb : pc + jc * ldb);
        int mr = TileShape.rows(Math.min(m, most), nc, packA, bOrder);
        int nr = TileShape.columns(mr, bOrder, nc, ldb, from != null);
        if (packB) {
          Packing.packB(bOrder, bTransposed, kc, nc, nr, b, bBlock, ldb, buffers.bPanels);
        }
        int mc;
        for (int ic = 0; ic < m; ic += mc) {
          mc = Math.min(most, m - ic);
          int aBlock = aOffset + (aTransposed ? pc + ic * lda : ic + pc * lda);
          if (packA) {
            Packing.packA(aTransposed, mc, kc, mr, alpha, a, aBlock, lda, buffers.aPanels);
          }
          int cBlock = cOffset + (cTransposed ? jc + ic * ldc : ic + jc * ldc);
          int fromBlock = fromOffset + (cTransposed ? jc + ic * fromLd : ic + jc * fromLd);
          multiplyBlock(
              mr,
              nr,
              mc,
              nc,
              kc,
              packA,
              aFrom,
              packA ? 0 : aBlock,
              lda,
              bOrder,
              bFrom,
              packB ? 0 : bBlock,
              ldb,
              from,
              fromBlock,
              fromLd,
              c,
              cBlock,
              ldc,
              cTransposed,
              buffers);
        }
      }
    }
  }

  /** The two inner loops: a block of A times a block of B, each packed or in place. */
  private static void multiplyBlock(
      int mr,
      int nr,
      int mc,
      int nc,
      int kc,
      boolean packedA,
      float[] a,
      int aBlock,
      int lda,
      BOrder bOrder,
      float[] b,
      int bBlock,
      int ldb,
      float @Nullable [] start,
      int startBlock,
      int startLd,
      float[] c,
      int cBlock,
      int ldc,
      boolean cTransposed,
      PackingBuffers buffers) {
    int aRow = packedA ? kc : 1;
    int bColumn = bOrder.column(kc, ldb);
    // A tile that covers all rows of a C without gaps may write beyond the last row, where the
    // columns follow that later tiles overwrite, if it may read beyond the last row of A too.
    boolean tight =
        mc < mr
            && ldc == mc
            && start == null
            && !cTransposed
            && (packedA || Packing.stepsInside(a.length, aBlock, lda, mr, kc) == kc);
    int columns;
    for (int jr = 0; jr < nc; jr += columns) {
      columns = TileShape.share(nc - jr, nr);
      MicroKernel full = TileShape.kernel(mr, columns);
      int bPanel = bBlock + jr * bColumn;
      int bStep = bOrder.step(columns, ldb);
      boolean mayOverrun = tight && (nc - jr - columns) * ldc >= mr - mc;
      for (int ir = 0; ir < mc; ir += mr) {
        int rows = Math.min(mr, mc - ir);
        int aPanel = aBlock + ir * aRow;
        int aStep = packedA ? Packing.height(rows) : lda;
        int cPanel = cBlock + (cTransposed ? jr + ir * ldc : ir + jr * ldc);
        int startPanel = startBlock + (cTransposed ? jr + ir * startLd : ir + jr * startLd);
        if (!cTransposed && (rows == mr || mayOverrun)) {
          full.run(
              kc,
              a,
              aPanel,
              aStep,
              bOrder,
              b,
              bPanel,
              bStep,
              start,
              startPanel,
              startLd,
              c,
              cPanel,
              ldc);
        } else {
          multiplyPanel(
              rows,
              mr,
              columns,
              kc,
              a,
              aPanel,
              aStep,
              bOrder,
              b,
              bPanel,
              bStep,
              start,
              startPanel,
              startLd,
              c,
              cPanel,
              ldc,
              cTransposed,
              buffers);
        }
      }
    }
  }

  /**
   * Rows of A times a micro-panel of B, in the tallest tiles of at most {@code mr} rows that they
   * fill.
   */
  static void multiplyPanel(
      int rows,
      int mr,
      int columns,
      int kc,
      float[] a,
      int aPanel,
      int aStep,
      BOrder bOrder,
      float[] b,
      int bPanel,
      int bStep,
      float @Nullable [] start,
      int startPanel,
      int startLd,
      float[] c,
      int cPanel,
      int ldc,
      boolean cTransposed,
      PackingBuffers buffers) {
    int ir = 0;
    while (ir < rows) {
      int height = Math.min(mr, TileShape.tallest(rows - ir));
      int tileRows = Math.min(height, rows - ir);
      MicroKernel kernel = TileShape.kernel(height, columns);
      int aTile = aPanel + ir;
      int cTile = cPanel + (cTransposed ? ir * ldc : ir);
      int startTile = startPanel + (cTransposed ? ir * startLd : ir);
      if (tileRows == height && !cTransposed) {
        kernel.run(
            kc, a, aTile, aStep, bOrder, b, bPanel, bStep, start, startTile, startLd, c, cTile,
            ldc);
      } else {
        Tile.multiply(
            kernel,
            tileRows,
            kc,
            a,
            aTile,
            aStep,
            bOrder,
            b,
            bPanel,
            bStep,
            start,
            startTile,
            startLd,
            c,
            cTile,
            ldc,
            cTransposed,
            buffers);
      }
      ir += tileRows;
    }
  }

  /** {@code C := beta * C}, or zero without reading it. */
  static void scaleC(int m, int n, float beta, float[] c, int cOffset, int ldc) {
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
