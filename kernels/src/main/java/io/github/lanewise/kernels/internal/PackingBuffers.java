package io.github.lanewise.kernels.internal;

/**
 * What one running product needs beside its matrices: a packed block of A, one of B, and a tile for
 * the edges of C.
 */
public final class PackingBuffers {

  /** What packing whole vectors and blocks may write beyond the last panel, or less. */
  static final int SPILL = 16 * BlockSizes.ROW_UNIT;

  final BlockSizes blocks;

  /** Packed block of A: micro-panels of MR rows, each column of a panel contiguous. */
  final float[] aPanels;

  /** Packed block of B: micro-panels of NR columns, each row of a panel contiguous. */
  final float[] bPanels;

  /**
   * A full tile, column-major with leading dimension MR: where a tile that would reach over the
   * edge of C is computed.
   */
  final float[] edgeTile;

  /** The last steps of a panel of A that its vectors would read beyond the end of the array. */
  final float[] edgePanel;

  /** Allocates buffers for the given blocks. */
  public PackingBuffers(BlockSizes blocks) {
    this.blocks = blocks;
    aPanels = new float[Math.multiplyExact(blocks.mc(), blocks.kc()) + SPILL];
    bPanels = new float[Math.multiplyExact(blocks.kc(), blocks.nc()) + SPILL];
    edgeTile = new float[BlockSizes.TILE];
    edgePanel = new float[16 * BlockSizes.ROW_UNIT];
  }

  /** Memory of the buffers, in bytes. */
  public long bytes() {
    return Float.BYTES
        * ((long) aPanels.length + bPanels.length + edgeTile.length + edgePanel.length);
  }
}
