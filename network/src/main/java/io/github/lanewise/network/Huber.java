package io.github.lanewise.network;

/**
 * Huber's loss, {@code L = (1/n) sum_i h(yhat_i - y_i)} over the n outputs with {@code h(e) = e^2 /
 * 2} where {@code |e| <= delta} and {@code delta (|e| - delta / 2)} beyond; summed in double in
 * output order. Huber, "Robust estimation of a location parameter", 1964.
 *
 * @param delta where squares end and straight lines begin; above 0
 */
public record Huber(float delta) implements Loss {
  private static final String ROUTINE = "huber";

  /** Takes delta = 1. */
  public Huber() {
    this(1);
  }

  /**
   * Checks delta.
   *
   * @throws IllegalArgumentException if delta is not finite or not above 0
   */
  public Huber {
    if (!(delta > 0 && delta <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          ROUTINE + ": delta must be finite and > 0, got delta=" + delta);
    }
  }

  @Override
  public void forward(
      int outputs,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset) {
    LossChecks.forward(
        ROUTINE, outputs, outputs, samples, yhat, yhatOffset, y, yOffset, losses, lossesOffset);
    for (int j = 0; j < samples; j++) {
      double sum = 0;
      for (int i = j * outputs; i < (j + 1) * outputs; i++) {
        double error = Math.abs((double) yhat[yhatOffset + i] - y[yOffset + i]);
        sum += error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
      }
      losses[lossesOffset + j] = (float) (sum / outputs);
    }
  }

  @Override
  public void backward(
      int outputs,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] gradient,
      int gradientOffset) {
    LossChecks.backward(
        ROUTINE, outputs, outputs, samples, yhat, yhatOffset, y, yOffset, gradient, gradientOffset);
    float scale = 1f / outputs;
    for (int i = 0; i < outputs * samples; i++) {
      float error = yhat[yhatOffset + i] - y[yOffset + i];
      gradient[gradientOffset + i] = scale * Math.min(Math.max(error, -delta), delta);
    }
  }
}
