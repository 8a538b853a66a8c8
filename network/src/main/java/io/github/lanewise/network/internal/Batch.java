package io.github.lanewise.network.internal;

import org.jspecify.annotations.Nullable;

/**
 * The samples of the step that is being computed, in the caller's arrays, and which of them are
 * computed now: a step of more samples than the buffers hold is taken batch by batch. Written by
 * the caller between two batches, read by all workers within one. The arrays are held until {@link
 * #release}.
 */
public final class Batch {
  private static final float[] NONE = {};

  private final int most;
  private int step;
  private int start;
  private int samples;
  private float[] x = NONE;
  private int xOffset;
  private float[] y = NONE;
  private int yOffset;
  private int @Nullable [] order;
  private int orderOffset;

  /** Takes no samples yet; {@code most} at once later. */
  public Batch(int most) {
    this.most = most;
  }

  /** Takes {@code step} samples as they lie, and begins with the first batch of them. */
  public void take(int step, float[] x, int xOffset, float[] y, int yOffset) {
    this.step = step;
    this.start = 0;
    this.samples = Math.min(most, step);
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.order = null;
  }

  /** Takes the samples whose numbers are {@code order[orderOffset]} and those after it. */
  public void take(
      int step, float[] x, int xOffset, float[] y, int yOffset, int[] order, int orderOffset) {
    take(step, x, xOffset, y, yOffset);
    this.order = order;
    this.orderOffset = orderOffset;
  }

  /** Lets go of the caller's arrays; until samples are taken again there are none. */
  public void release() {
    take(0, NONE, 0, NONE, 0);
  }

  /** Moves on to the next batch of the step; false if there is none. */
  public boolean next() {
    if (isLast()) {
      return false;
    }
    start += samples;
    samples = Math.min(most, step - start);
    return true;
  }

  /** Returns whether the step ends with this batch. */
  public boolean isLast() {
    return start + samples == step;
  }

  /** Returns the samples of the step. */
  public int step() {
    return step;
  }

  /** Returns the samples of the step before this batch. */
  public int start() {
    return start;
  }

  /** Returns the samples of this batch. */
  public int samples() {
    return samples;
  }

  /** Copies x of samples {@code first} to {@code last - 1} of the batch, n values each. */
  void copyX(int first, int last, int n, float[] to, int toOffset) {
    copy(first, last, n, x, xOffset, to, toOffset);
  }

  /** Copies y of samples {@code first} to {@code last - 1} of the batch, n values each. */
  void copyY(int first, int last, int n, float[] to, int toOffset) {
    copy(first, last, n, y, yOffset, to, toOffset);
  }

  private void copy(
      int first, int last, int n, float[] from, int fromOffset, float[] to, int toOffset) {
    int[] numbers = order;
    if (numbers == null) {
      int offset = fromOffset + (start + first) * n;
      System.arraycopy(from, offset, to, toOffset, (last - first) * n);
      return;
    }
    for (int j = first; j < last; j++) {
      int number = numbers[orderOffset + start + j];
      System.arraycopy(from, fromOffset + number * n, to, toOffset + (j - first) * n, n);
    }
  }
}
