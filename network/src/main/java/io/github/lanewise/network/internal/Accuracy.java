package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Argmax;

/** Counts the samples of a batch that are put in the right class. */
final class Accuracy {
  /** What {@link Argmax} finds where there is a NaN. */
  private static final int NO_CLASS = -1;

  private final BufferPlan plan;
  private final float[] buffers;
  private final int[] found = new int[1];

  Accuracy(BufferPlan plan, float[] buffers) {
    this.plan = plan;
    this.buffers = buffers;
  }

  /** Returns how many of the first {@code m} samples of the batch are correct. */
  int correct(int m) {
    int outputs = plan.n(plan.layers());
    int rows = plan.targetRows();
    float threshold = plan.jointLoss() ? 0 : 0.5f;
    int correct = 0;
    for (int j = 0; j < m; j++) {
      int predicted = classOf(outputs, plan.yhat() + j * outputs, threshold);
      int y = plan.Y() + j * rows;
      int wanted = outputs > 1 && rows == 1 ? (int) buffers[y] : classOf(rows, y, 0.5f);
      correct += predicted == wanted && predicted != NO_CLASS ? 1 : 0;
    }
    return correct;
  }

  /**
   * The class that the rows of one sample say: the largest of several, or 1 from a threshold on.
   */
  private int classOf(int rows, int offset, float threshold) {
    if (rows > 1) {
      Argmax.columns(rows, 1, buffers, offset, rows, found, 0);
      return found[0];
    }
    float output = buffers[offset];
    if (Float.isNaN(output)) {
      return NO_CLASS;
    }
    return output >= threshold ? 1 : 0;
  }
}
