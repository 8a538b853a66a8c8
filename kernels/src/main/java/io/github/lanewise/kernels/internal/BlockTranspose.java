package io.github.lanewise.kernels.internal;

/** Transposes square blocks, as many floats wide as a vector, in registers. */
interface BlockTranspose {

  /**
   * Here, so that only the first transposition makes its masks and shuffles: 4 ms of a cold JVM.
   */
  BlockTranspose WIDE_AS_A_VECTOR =
      switch (Lanes.LENGTH) {
        case 4 -> new BlockTranspose4();
        case 8 -> new BlockTranspose8();
        case 16 -> new BlockTranspose16();
        default ->
            throw new IllegalStateException(
                "transposition: no blocks of " + Lanes.LENGTH + " lanes");
      };

  /**
   * For {@code blocks} blocks, one below the other in the source and side by side in the target:
   * {@code target(j, i) := source(i, j)}, both column-major with the given leading dimensions. The
   * target is written column by column.
   */
  void run(
      int blocks,
      float[] source,
      int sourceOffset,
      int sourceLd,
      float[] target,
      int targetOffset,
      int targetLd);

  /** The same into a panel as high as the full tile ({@link TileShape#FULL}). */
  void intoPanel(
      int blocks, float[] source, int sourceOffset, int sourceLd, float[] panel, int panelOffset);
}
