package io.github.lanewise.network;

/**
 * Mean absolute error, {@code L = (1/n) sum_i |yhat_i - y_i|} over the n outputs; summed in double
 * in output order. The gradient at 0 is 0.
 */
public record Mae() implements Loss {
  private static final String ROUTINE = "mae";

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
        sum += Math.abs((double) yhat[yhatOffset + i] - y[yOffset + i]);
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
      gradient[gradientOffset + i] = scale * Math.signum(yhat[yhatOffset + i] - y[yOffset + i]);
    }
  }
}
