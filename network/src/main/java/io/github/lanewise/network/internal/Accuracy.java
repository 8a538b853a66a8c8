package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Argmax;

/** Counts the samples of a batch that are put in the right class. */
public final class Accuracy {
  /** What {@link Argmax} finds where there is a NaN. */
  private static final int NO_CLASS = -1;

  private final BufferPlan plan;
  private final float[] buffers;
  private final int[] predicted;
  private final int[] wanted;

  /** Sizes the class numbers of a batch. */
  public Accuracy(BufferPlan plan, float[] buffers, int batch) {
    this.plan = plan;
    this.buffers = buffers;
    this.predicted = new int[batch];
    this.wanted = new int[batch];
  }

  /** Returns how many of the first {@code m} samples of the batch are correct. */
  public int correct(int m) {
    int outputs = plan.n(plan.layers());
    classes(m, outputs, plan.yhat(), plan.jointLoss() ? 0 : 0.5f, predicted);
    if (outputs > 1 && plan.targetRows() == 1) {
      for (int j = 0; j < m; j++) {
        wanted[j] = (int) buffers[plan.Y() + j];
      }
    } else {
      classes(m, plan.targetRows(), plan.Y(), 0.5f, wanted);
    }
    int correct = 0;
    for (int j = 0; j < m; j++) {
      correct += predicted[j] == wanted[j] && predicted[j] != NO_CLASS ? 1 : 0;
    }
    return correct;
  }

  private void classes(int m, int rows, int offset, float threshold, int[] classes) {
    if (rows > 1) {
      Argmax.columns(rows, m, buffers, offset, rows, classes, 0);
      return;
    }
    for (int j = 0; j < m; j++) {
      float output = buffers[offset + j];
      if (Float.isNaN(output)) {
        classes[j] = NO_CLASS;
      } else {
        classes[j] = output >= threshold ? 1 : 0;
      }
    }
  }
}
