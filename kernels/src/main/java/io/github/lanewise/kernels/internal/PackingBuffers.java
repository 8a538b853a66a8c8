package io.github.lanewise.kernels.internal;

/**
 * What one running product needs beside its matrices: a packed block of A, one of B, and a tile for
 * the edges of C; or, with {@code -Dlanewise.simd=off}, room for the copies of {@link PlainGemm}.
 */
public final class PackingBuffers {

  /** What packing whole vectors and blocks may write beyond the last panel, or less. */
  static final int SPILL = 16 * BlockSizes.ROW_UNIT;

  private static final float[] NONE = {};

  final BlockSizes blocks;

  /** Packed block of A: micro-panels of MR rows, each column of a panel contiguous. */
  final float[] aPanels;

  /** Packed block of B: micro-panels of NR columns, each row contiguous, or columns in strips. */
  final float[] bPanels;

  /**
   * A full tile, column-major with leading dimension MR: where a tile that would reach over the
   * edge of C is computed.
   */
  final float[] edgeTile;

  /** The last steps of a panel of A that its vectors would read beyond the end of the array. */
  final float[] edgePanel;

  private final PlainGemm.Copies copies;

  /** Allocates buffers for the given blocks. */
  public PackingBuffers(BlockSizes blocks) {
    this.blocks = blocks;
    if (Simd.off()) {
      aPanels = NONE;
      bPanels = NONE;
      edgeTile = NONE;
      edgePanel = NONE;
      copies = new PlainGemm.Copies(Integer.MAX_VALUE, Integer.MAX_VALUE, blocks.kc());
    } else {
      aPanels = new float[Math.multiplyExact(blocks.mc(), blocks.kc()) + SPILL];
      bPanels = new float[bLength(blocks) + SPILL];
      edgeTile = new float[BlockSizes.TILE];
      edgePanel = new float[16 * BlockSizes.ROW_UNIT];
      copies = new PlainGemm.Copies(0, 0, 0);
    }
  }

  /**
   * Floats of packed B. Strips are as long as the deepest block, so a workspace for products of few
   * rows or steps, whose B is seldom packed, has room for fewer.
   */
  private static int bLength(BlockSizes blocks) {
    int panels = Math.multiplyExact(blocks.kc(), blocks.nc());
    if (!BOrder.STRIPS) {
      return panels;
    }
    boolean often = blocks.mc() > BlockSizes.ROW_UNIT && blocks.kc() >= PackingPlan.DEEP;
    return often
        ? Math.multiplyExact(BOrder.STRIP, blocks.nc())
        : Math.max(panels, BOrder.STRIP * BlockSizes.COLUMN_UNIT);
  }

  /** The most columns of a block of B in the given order. */
  int columns(BOrder order) {
    return order == BOrder.PACKED_COLUMNS
        ? Math.min(blocks.nc(), (bPanels.length - SPILL) / BOrder.STRIP)
        : blocks.nc();
  }

  /** What the plain loops need; next to nothing where vector kernels run. */
  public PlainGemm.Copies copies() {
    return copies;
  }

  /** Memory of the buffers, in bytes. */
  public long bytes() {
    long panels = (long) aPanels.length + bPanels.length + edgeTile.length + edgePanel.length;
    return Float.BYTES * panels + copies.bytes();
  }
}
