package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;

/**
 * {@link BinaryCrossEntropy} for a network that ends with Z itself: the last activation is the
 * identity, the outputs are logits, and {@code dZ = sigmoid(Z) - Y}; targets in [0, 1].
 */
public record BinaryCrossEntropyWithLogits() implements Loss {
  private static final String ROUTINE = "binaryCrossEntropyWithLogits";

  @Override
  public Input input(Activation last) {
    if (last instanceof Identity) {
      return Input.LOGITS;
    }
    throw new IllegalArgumentException(
        ROUTINE + ": last activation must be identity, got activation=" + last.id());
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
