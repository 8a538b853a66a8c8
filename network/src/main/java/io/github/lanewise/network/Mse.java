package io.github.lanewise.network;

/**
 * Mean squared error, {@code L = (1/n) sum_i (yhat_i - y_i)^2} over the n outputs; summed in double
 * in output order.
 */
public record Mse() implements Loss {
  private static final String ROUTINE = "mse";

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
        double error = (double) yhat[yhatOffset + i] - y[yOffset + i];
        sum += error * error;
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
    float scale = 2f / outputs;
    for (int i = 0; i < outputs * samples; i++) {
      gradient[gradientOffset + i] = scale * (yhat[yhatOffset + i] - y[yOffset + i]);
    }
  }
}
