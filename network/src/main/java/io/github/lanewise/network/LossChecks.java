package io.github.lanewise.network;

import io.github.lanewise.kernels.internal.Checks;

/** What the built-in losses require of their matrices, before they write anything. */
final class LossChecks {
  private LossChecks() {}

  /** Requires that outputs, targets and losses of {@code samples} fit in their arrays. */
  static void forward(
      String loss,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset) {
    inputs(loss, outputs, targetRows, samples, yhat, yhatOffset, y, yOffset);
    Checks.vector(loss, "losses", losses, lossesOffset, samples);
    disjoint(
        loss, "losses", losses, lossesOffset, samples, "yhat", yhat, yhatOffset, outputs, samples);
    disjoint(loss, "losses", losses, lossesOffset, samples, "y", y, yOffset, targetRows, samples);
  }

  /** Requires that outputs, targets and gradients of {@code samples} fit in their arrays. */
  static void backward(
      String loss,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] gradient,
      int gradientOffset) {
    inputs(loss, outputs, targetRows, samples, yhat, yhatOffset, y, yOffset);
    long length = (long) outputs * samples;
    Checks.matrix(loss, "gradient", gradient, gradientOffset, outputs, samples, outputs);
    disjoint(
        loss,
        "gradient",
        gradient,
        gradientOffset,
        length,
        "yhat",
        yhat,
        yhatOffset,
        outputs,
        samples);
    disjoint(
        loss, "gradient", gradient, gradientOffset, length, "y", y, yOffset, targetRows, samples);
  }

  private static void inputs(
      String loss,
      int outputs,
      int targetRows,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset) {
    Checks.size(loss, "outputs", outputs);
    Checks.size(loss, "samples", samples);
    Checks.matrix(loss, "yhat", yhat, yhatOffset, outputs, samples, outputs);
    Checks.matrix(loss, "y", y, yOffset, targetRows, samples, targetRows);
  }

  private static void disjoint(
      String loss,
      String name,
      float[] out,
      int outOffset,
      long outLength,
      String inName,
      float[] in,
      int inOffset,
      int inRows,
      int samples) {
    Checks.disjoint(
        loss, name, out, outOffset, outLength, inName, in, inOffset, (long) inRows * samples);
  }
}
