package io.github.lanewise.network;

/** L = sqrt |yhat - y| of one output, with plain loops. */
class SquareRoot implements Loss {
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
    for (int j = 0; j < samples; j++) {
      losses[lossesOffset + j] = (float) Math.sqrt(Math.abs(yhat[yhatOffset + j] - y[yOffset + j]));
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
    for (int j = 0; j < samples; j++) {
      float error = yhat[yhatOffset + j] - y[yOffset + j];
      gradient[gradientOffset + j] =
          (float) (Math.signum(error) / (2 * Math.sqrt(Math.abs(error))));
    }
  }
}
