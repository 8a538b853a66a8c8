package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Sigmoid;

/**
 * Cross-entropy of independent probabilities, {@code L = -sum_i (y_i log(yhat_i) + (1 - y_i) log(1
 * - yhat_i))}, for a last layer with the sigmoid; targets in [0, 1].
 *
 * <p>Computed from Z[L], so it is finite and exact where yhat rounds to 0 or 1: {@code L = sum_i
 * (max(z_i, 0) - z_i y_i + log(1 + exp(-|z_i|)))} and {@code dZ = A - Y}. Summed in double in
 * output order.
 */
public record BinaryCrossEntropy() implements Loss {
  private static final String ROUTINE = "binaryCrossEntropy";

  @Override
  public Input input(Activation last) {
    if (last instanceof Sigmoid) {
      return Input.LOGITS;
    }
    throw new IllegalArgumentException(
        ROUTINE + ": last activation must be sigmoid, got activation=" + last.id());
  }

  @Override
  public void checkTargets(int outputs, int samples, float[] y, int yOffset) {
    LogisticLoss.checkTargets(ROUTINE, outputs, samples, y, yOffset);
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
    LogisticLoss.forward(
        ROUTINE, outputs, samples, yhat, yhatOffset, y, yOffset, losses, lossesOffset);
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
    LogisticLoss.backward(
        ROUTINE, outputs, samples, yhat, yhatOffset, y, yOffset, gradient, gradientOffset);
  }
}
