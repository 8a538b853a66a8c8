package io.github.lanewise.network.internal;

import org.jspecify.annotations.Nullable;

/**
 * The samples of the step that is being computed, in the caller's arrays. Written by the caller
 * between steps, read by all workers within one.
 */
public final class Batch {
  private int samples;
  private float[] x = {};
  private int xOffset;
  private float[] y = {};
  private int yOffset;
  private int @Nullable [] order;
  private int orderOffset;

  /** Takes {@code samples} samples as they lie. */
  public void take(int samples, float[] x, int xOffset, float[] y, int yOffset) {
    this.samples = samples;
    this.x = x;
    this.xOffset = xOffset;
    this.y = y;
    this.yOffset = yOffset;
    this.order = null;
  }

  /** Takes the samples whose numbers are {@code order[orderOffset]} and those after it. */
  public void take(
      int samples, float[] x, int xOffset, float[] y, int yOffset, int[] order, int orderOffset) {
    take(samples, x, xOffset, y, yOffset);
    this.order = order;
    this.orderOffset = orderOffset;
  }

  /** Returns m, the number of samples. */
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
      System.arraycopy(from, fromOffset + first * n, to, toOffset, (last - first) * n);
      return;
    }
    for (int j = first; j < last; j++) {
      int number = numbers[orderOffset + j];
      System.arraycopy(from, fromOffset + number * n, to, toOffset + (j - first) * n, n);
    }
  }
}
