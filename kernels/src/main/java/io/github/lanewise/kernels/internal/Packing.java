package io.github.lanewise.kernels.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reorders blocks of A and B into the order in which the micro-kernels read them.
 *
 * <pre>
 * A block, mc x kc -> micro-panels of MR rows      B block, kc x nc -> micro-panels of NR columns
 *   panel 0: column 0 (MR), column 1 (MR), ...       panel 0: row 0 (NR), row 1 (NR), ...
 *   panel 1: ...                                     panel 1: ...
 *                                                  or, by BOrder, strips
 *                                                    column 0 (STRIP), column 1 (STRIP), ...
 * </pre>
 *
 * The last panel of A is as many whole tiles high as it needs, its padding whatever was read with
 * the rows; panels of B are as equally wide as can be. A is multiplied by alpha on the way, which
 * is where the definition rounds it.
 */
final class Packing {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;

  /**
   * Steps of A that are packed into all panels before the next, so that the rest of a cache line is
   * there when the next panel comes.
   */
  private static final int STEPS = 32;

  /** The same where they crowd into one set of L1: one for each of its ways. */
  private static final int WAYS = 8;

  private Packing() {}

  /** Packs {@code alpha * op(A)}, rows x depth, into panels of {@code mr} rows. */
  static void packA(
      boolean transposed,
      int rows,
      int depth,
      int mr,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] panels) {
    if (transposed) {
      for (int ir = 0; ir < rows; ir += mr) {
        int panelRows = Math.min(mr, rows - ir);
        int from = aOffset + ir * lda;
        packAcross(depth, panelRows, height(panelRows), a, from, lda, panels, ir * depth);
      }
    } else {
      int most = PackingPlan.collides(lda) ? WAYS : STEPS;
      for (int p = 0; p < depth; p += most) {
        int steps = Math.min(most, depth - p);
        for (int ir = 0; ir < rows; ir += mr) {
          int panelRows = Math.min(mr, rows - ir);
          int height = height(panelRows);
          int from = aOffset + ir + p * lda;
          packRows(steps, panelRows, height, a, from, lda, panels, ir * depth + p * height);
        }
      }
    }
    if (alpha != 1f) {
      scale(height(rows) * depth, alpha, panels);
    }
  }

  /** Rows of a panel of A, padded to whole tiles. */
  static int height(int rows) {
    return Math.ceilDiv(rows, LANES) * LANES;
  }

  /** Packs op(B), depth x columns, for {@link BOrder#of} of a packed B. */
  static void packB(
      BOrder order,
      boolean transposed,
      int depth,
      int columns,
      int nr,
      float[] b,
      int bOffset,
      int ldb,
      float[] panels) {
    if (order == BOrder.PACKED_COLUMNS) {
      for (int j = 0; j < columns; j++) {
        System.arraycopy(b, bOffset + j * ldb, panels, j * BOrder.STRIP, depth);
      }
      return;
    }
    int width;
    for (int jr = 0; jr < columns; jr += width) {
      width = TileShape.share(columns - jr, nr);
      int panel = jr * depth;
      if (transposed) {
        packRows(depth, width, width, b, bOffset + jr, ldb, panels, panel);
      } else {
        packAcross(depth, width, width, b, bOffset + jr * ldb, ldb, panels, panel);
      }
    }
  }

  /**
   * One panel from a source in which the panel's steps lie {@code ld} apart and the elements of a
   * step are contiguous. Whole vectors are copied as long as they lie inside the source: what
   * follows a step there fills the padding, which nobody reads, or is overwritten by the next step,
   * the next panel, or left over in the buffer.
   */
  static void packRows(
      int depth,
      int size,
      int paddedSize,
      float[] source,
      int offset,
      int ld,
      float[] panels,
      int panel) {
    int whole = height(paddedSize);
    int inside = stepsInside(source.length, offset, ld, whole, depth);
    int from = offset;
    int to = panel;
    if (whole == LANES) {
      for (int p = 0; p < inside; p++) {
        FloatVector.fromArray(SPECIES, source, from).intoArray(panels, to);
        from += ld;
        to += paddedSize;
      }
    } else if (paddedSize == 2 * LANES) {
      copyPairs(inside, source, from, ld, panels, to);
    } else {
      for (int p = 0; p < inside; p++) {
        for (int i = 0; i < whole; i += LANES) {
          FloatVector.fromArray(SPECIES, source, from + i).intoArray(panels, to + i);
        }
        from += ld;
        to += paddedSize;
      }
    }
    for (int p = inside; p < depth; p++) {
      VectorCopy.copy(size, source, offset + p * ld, panels, panel + p * paddedSize);
    }
  }

  /** Steps of two vectors, the height of a panel of A between packed operands. */
  private static void copyPairs(
      int steps, float[] source, int offset, int ld, float[] panels, int panel) {
    int from = offset;
    for (int p = 0; p < steps; p++) {
      FloatVector lower = FloatVector.fromArray(SPECIES, source, from);
      FloatVector upper = FloatVector.fromArray(SPECIES, source, from + LANES);
      lower.intoArray(panels, panel + 2 * LANES * p);
      upper.intoArray(panels, panel + 2 * LANES * p + LANES);
      from += ld;
    }
  }

  /**
   * How many of the first k steps read {@code height} elements inside an array of {@code length}.
   */
  static int stepsInside(int length, int offset, int step, int height, int k) {
    int last = length - height - offset;
    return last < 0 ? 0 : Math.min(k, last / step + 1);
  }

  /**
   * One panel from a source in which the elements of a step lie {@code ld} apart and the steps are
   * contiguous: whole blocks are transposed in registers, the last of them sharing elements with
   * the one before, and the rest goes element by element. A last partial block of steps is
   * transposed whole where the source goes on, and so is a panel of fewer columns than a block:
   * what that writes beyond a step is overwritten by the next step or panel, or left over in the
   * buffer.
   */
  static void packAcross(
      int depth,
      int size,
      int paddedSize,
      float[] source,
      int offset,
      int ld,
      float[] panels,
      int panel) {
    if (size < LANES) {
      int blocks = 2 * size < LANES ? 0 : blocksInside(source.length - offset, ld, depth);
      if (blocks > 0) {
        BlockTranspose.WIDE_AS_A_VECTOR.run(blocks, source, offset, ld, panels, panel, paddedSize);
      }
      copyAcross(blocks * LANES, depth, size, paddedSize, source, offset, ld, panels, panel);
      return;
    }
    int whole = depth / LANES * LANES;
    for (int i = 0; i < size; i += LANES) {
      int row = Math.min(i, size - LANES);
      int from = offset + row * ld;
      int to = panel + row;
      boolean goesOn = from + (LANES - 1) * ld + whole <= source.length - LANES;
      int blocks = goesOn ? Math.ceilDiv(depth, LANES) : depth / LANES;
      if (paddedSize == TileShape.FULL) {
        BlockTranspose.WIDE_AS_A_VECTOR.intoPanel(blocks, source, from, ld, panels, to);
      } else {
        BlockTranspose.WIDE_AS_A_VECTOR.run(blocks, source, from, ld, panels, to, paddedSize);
      }
      copyAcross(blocks * LANES, depth, LANES, paddedSize, source, from, ld, panels, to);
    }
  }

  /** Blocks of LANES steps of which LANES columns lie inside what is left of an array. */
  private static int blocksInside(int left, int ld, int depth) {
    long lastColumn = left - (LANES - 1L) * ld;
    return lastColumn < LANES ? 0 : (int) Math.min(lastColumn, depth) / LANES;
  }

  /** Steps {@code from..to} of a panel, four elements of a step in a row. */
  static void copyAcross(
      int from,
      int to,
      int size,
      int paddedSize,
      float[] source,
      int offset,
      int ld,
      float[] panels,
      int panel) {
    int i = 0;
    for (; i + 4 <= size; i += 4) {
      int row0 = offset + i * ld;
      int row1 = row0 + ld;
      int row2 = row1 + ld;
      int row3 = row2 + ld;
      for (int p = from; p < to; p++) {
        int target = panel + i + p * paddedSize;
        panels[target] = source[row0 + p];
        panels[target + 1] = source[row1 + p];
        panels[target + 2] = source[row2 + p];
        panels[target + 3] = source[row3 + p];
      }
    }
    for (; i < size; i++) {
      for (int p = from; p < to; p++) {
        panels[panel + i + p * paddedSize] = source[offset + i * ld + p];
      }
    }
  }

  private static void scale(int length, float alpha, float[] panels) {
    FloatVector va = FloatVector.broadcast(SPECIES, alpha);
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, panels, i).mul(va).intoArray(panels, i);
    }
    for (; i < length; i++) {
      panels[i] *= alpha;
    }
  }
}
