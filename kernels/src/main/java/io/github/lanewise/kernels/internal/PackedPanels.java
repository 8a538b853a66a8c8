package io.github.lanewise.kernels.internal;

import org.jspecify.annotations.Nullable;

/**
 * A left operand in the order in which the micro-kernels read it, packed once for many products.
 *
 * <pre>
 * rows x depth -> panels of HEIGHT rows: column 0, column 1, ... of panel 0; column 0, ... of panel 1; ...
 * </pre>
 *
 * A panel is as high as the full tile, so that it is read as it lies; the last one has as many
 * whole vectors as it needs. For plain loops the matrix is kept as it is.
 */
public final class PackedPanels {

  private final int rows;
  private final int depth;
  private final float[] panels;

  private PackedPanels(int rows, int depth, float[] panels) {
    this.rows = rows;
    this.depth = depth;
    this.panels = panels;
  }

  /**
   * Whether packing gains where a matrix is multiplied by several columns at a time: it is large,
   * so that it does not stay in L2 or is packed for each product otherwise, and fills tiles of four
   * vectors; lower ones have ways of their own ({@link PackingPlan#turn}, {@link DotProducts}).
   */
  public static boolean pays(int rows, int depth) {
    return Simd.vector() && Panels.pays(rows, depth);
  }

  /** Elements that a packed matrix takes. */
  public static long length(int rows, int depth) {
    return Simd.vector() ? Panels.length(rows, depth) : (long) rows * depth;
  }

  /** Packs op(A), rows x depth; its {@link #length} must be that of an array. */
  public static PackedPanels of(
      boolean transposed, int rows, int depth, float[] a, int aOffset, int lda) {
    if (Simd.vector()) {
      return new PackedPanels(rows, depth, Panels.pack(transposed, rows, depth, a, aOffset, lda));
    }
    float[] copy = new float[rows * depth];
    for (int p = 0; p < depth; p++) {
      for (int i = 0; i < rows; i++) {
        copy[i + p * rows] = a[aOffset + (transposed ? p + i * lda : i + p * lda)];
      }
    }
    return new PackedPanels(rows, depth, copy);
  }

  /** Rows of op(A). */
  public int rows() {
    return rows;
  }

  /** Columns of op(A). */
  public int depth() {
    return depth;
  }

  /** Memory of the panels, in bytes. */
  public long bytes() {
    return (long) Float.BYTES * panels.length;
  }

  /**
   * Computes rows {@code firstRow} to {@code firstRow + m - 1} of {@code C := op(A) op(B) + beta
   * C}, the first of them in C's first row.
   */
  public void multiply(
      int firstRow,
      int m,
      boolean bTransposed,
      int n,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    if (!Simd.vector()) {
      PlainGemm.multiply(
          false,
          bTransposed,
          m,
          n,
          depth,
          1f,
          panels,
          firstRow,
          rows,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc,
          buffers.copies());
      return;
    }
    if (depth == 0 || (beta != 0f && beta != 1f)) {
      GemmDriver.scaleC(m, n, beta, c, cOffset, ldc);
    }
    float @Nullable [] start = beta == 0f ? null : c;
    Panels.multiply(
        panels,
        rows,
        firstRow,
        m,
        bTransposed,
        n,
        depth,
        b,
        bOffset,
        ldb,
        start,
        cOffset,
        ldc,
        c,
        cOffset,
        ldc,
        buffers);
  }

  /** The same rows of {@code C := op(A) B + bias}, each chain starting from its row's bias. */
  public void forward(
      int firstRow,
      int m,
      int n,
      float[] b,
      int bOffset,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int cOffset,
      int ldc,
      PackingBuffers buffers) {
    if (!Simd.vector()) {
      PlainGemm.forward(
          m,
          n,
          depth,
          panels,
          firstRow,
          rows,
          b,
          bOffset,
          ldb,
          bias,
          biasOffset,
          c,
          cOffset,
          ldc,
          buffers.copies());
    } else if (depth == 0) {
      ScalarBiasAdd.broadcast(m, n, bias, biasOffset, c, cOffset, ldc);
    } else {
      Panels.multiply(
          panels,
          rows,
          firstRow,
          m,
          false,
          n,
          depth,
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

  /** The vector path: the loops of {@link GemmDriver} on panels. */
  private static final class Panels {

    private static final int HEIGHT = TileShape.FULL;

    /** Elements from which on packing pays: 256 KiB. */
    private static final int LARGE = 1 << 16;

    /** The same where steps are short and rows fill several tiles: 32 KiB. */
    private static final int MEDIUM = 1 << 13;

    private static final int MEDIUM_ROWS = 64;

    private Panels() {}

    static boolean pays(int rows, int depth) {
      boolean medium = PackingPlan.SHORT_STEPS && rows >= MEDIUM_ROWS;
      return rows >= 4 * Lanes.LENGTH && (long) rows * depth >= (medium ? MEDIUM : LARGE);
    }

    static long length(int rows, int depth) {
      long height = (long) Math.ceilDiv(rows, Lanes.LENGTH) * Lanes.LENGTH;
      return height * depth + PackingBuffers.SPILL;
    }

    static float[] pack(boolean transposed, int rows, int depth, float[] a, int aOffset, int lda) {
      float[] panels = new float[(int) length(rows, depth)];
      if (rows > 0 && depth > 0) {
        Packing.packA(transposed, rows, depth, HEIGHT, 1f, a, aOffset, lda, panels);
      }
      return panels;
    }

    static void multiply(
        float[] panels,
        int rows,
        int firstRow,
        int m,
        boolean bTransposed,
        int n,
        int k,
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
      if (m == 0 || n == 0 || k == 0) {
        return; // nothing to add: C is as beta or the bias has left it
      }
      boolean packB = PackingPlan.packB(true, bTransposed, m, n, k, ldb);
      BOrder bOrder = BOrder.of(packB, bTransposed);
      float[] bFrom = packB ? buffers.bPanels : b;
      BlockSizes blocks = buffers.blocks;
      int depth = blocks.depth(k);
      int mc = blocks.rows(m, depth);
      int mostColumns = buffers.columns(bOrder);
      int nc;
      for (int jc = 0; jc < n; jc += nc) {
        nc = Math.min(mostColumns, n - jc);
        int mr = Math.min(HEIGHT, TileShape.tallest(m));
        int kc;
        for (int pc = 0; pc < k; pc += kc) {
          kc = Math.min(depth, k - pc);
          float @Nullable [] from = pc > 0 ? c : start;
          int fromOffset = pc > 0 ? cOffset : startOffset;
          int fromLd = pc > 0 ? ldc : startLd;
          int nr = TileShape.columns(mr, bOrder, nc, ldb, from != null);
          int bBlock = bOffset + (bTransposed ? jc + pc * ldb : pc + jc * ldb);
          if (packB) {
            Packing.packB(bOrder, bTransposed, kc, nc, nr, b, bBlock, ldb, buffers.bPanels);
          }
          int end;
          for (int ic = 0; ic < m; ic = end) {
            end = ic + Math.min(m - ic, mc - (firstRow + ic) % mc);
            int width;
            for (int jr = 0; jr < nc; jr += width) {
              width = TileShape.share(nc - jr, nr);
              MicroKernel full = TileShape.kernel(mr, width);
              int bPanel = (packB ? 0 : bBlock) + jr * bOrder.column(kc, ldb);
              int left;
              for (int i = ic; i < end; i += left) {
                int inPanel = (firstRow + i) % HEIGHT;
                int panel = firstRow + i - inPanel;
                int height = Math.min(HEIGHT, Packing.height(rows) - panel);
                left = Math.min(height - inPanel, end - i);
                int aPanel = panel * k + pc * height + inPanel;
                int fromPanel = fromOffset + i + (jc + jr) * fromLd;
                int cPanel = cOffset + i + (jc + jr) * ldc;
                int bStep = bOrder.step(width, ldb);
                if (left == mr) {
                  full.run(
                      kc, panels, aPanel, height, bOrder, bFrom, bPanel, bStep, from, fromPanel,
                      fromLd, c, cPanel, ldc);
                } else {
                  GemmDriver.multiplyPanel(
                      left, mr, width, kc, panels, aPanel, height, bOrder, bFrom, bPanel, bStep,
                      from, fromPanel, fromLd, c, cPanel, ldc, false, buffers);
                }
              }
            }
          }
        }
      }
    }
  }
}
