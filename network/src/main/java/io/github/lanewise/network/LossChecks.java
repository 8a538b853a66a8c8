package io.github.lanewise.network;

import io.github.lanewise.kernels.internal.Checks;

/** What each method of the built-in losses requires of its matrices, before it writes anything. */
final class LossChecks {
  private LossChecks() {}

  /**
   * Requires that outputs, targets and losses fit in their arrays, the last on none of the rest.
   */
  static void forward(
      String routine,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset) {
    check(
        routine,
        outputs,
        targetRows,
        samples,
        yhat,
        yhatOffset,
        y,
        yOffset,
        "losses",
        1,
        losses,
        lossesOffset);
  }

  /** Requires the same of outputs, targets and gradients. */
  static void backward(
      String routine,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] gradient,
      int gradientOffset) {
    check(
        routine,
        outputs,
        targetRows,
        samples,
        yhat,
        yhatOffset,
        y,
        yOffset,
        "gradient",
        outputs,
        gradient,
        gradientOffset);
  }

  private static void check(
      String routine,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      String name,
      int rows,
      float[] out,
      int outOffset) {
    Checks.size(routine, "outputs", outputs);
    Checks.size(routine, "samples", samples);
    Checks.matrix(routine, "yhat", yhat, yhatOffset, outputs, samples, outputs);
    Checks.matrix(routine, "y", y, yOffset, targetRows, samples, targetRows);
    Checks.matrix(routine, name, out, outOffset, rows, samples, rows);
    long length = (long) rows * samples;
    long yhatLength = (long) outputs * samples;
    long yLength = (long) targetRows * samples;
    Checks.disjoint(routine, name, out, outOffset, length, "yhat", yhat, yhatOffset, yhatLength);
    Checks.disjoint(routine, name, out, outOffset, length, "y", y, yOffset, yLength);
  }

  /** Requires that the losses and the gradient of all samples share no element. */
  static void disjoint(
      String routine,
      int outputs,
      int samples,
      float[] losses,
      int lossesOffset,
      float[] gradient,
      int gradientOffset) {
    long length = (long) outputs * samples;
    Checks.disjoint(
        routine,
        "gradient",
        gradient,
        gradientOffset,
        length,
        "losses",
        losses,
        lossesOffset,
        samples);
  }
}
