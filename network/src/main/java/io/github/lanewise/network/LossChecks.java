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
    Checks.size(routine, "outputs", outputs);
    Checks.size(routine, "samples", samples);
    long yhatLength = (long) outputs * samples;
    long yLength = (long) targetRows * samples;
    Checks.matrix(routine, "yhat", yhat, yhatOffset, outputs, samples, outputs);
    Checks.matrix(routine, "y", y, yOffset, targetRows, samples, targetRows);
    Checks.vector(routine, "losses", losses, lossesOffset, samples);
    Checks.disjoint(
        routine, "losses", losses, lossesOffset, samples, "yhat", yhat, yhatOffset, yhatLength);
    Checks.disjoint(routine, "losses", losses, lossesOffset, samples, "y", y, yOffset, yLength);
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
    Checks.size(routine, "outputs", outputs);
    Checks.size(routine, "samples", samples);
    long length = (long) outputs * samples;
    long yLength = (long) targetRows * samples;
    Checks.matrix(routine, "yhat", yhat, yhatOffset, outputs, samples, outputs);
    Checks.matrix(routine, "y", y, yOffset, targetRows, samples, targetRows);
    Checks.matrix(routine, "gradient", gradient, gradientOffset, outputs, samples, outputs);
    Checks.disjoint(
        routine, "gradient", gradient, gradientOffset, length, "yhat", yhat, yhatOffset, length);
    Checks.disjoint(
        routine, "gradient", gradient, gradientOffset, length, "y", y, yOffset, yLength);
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
