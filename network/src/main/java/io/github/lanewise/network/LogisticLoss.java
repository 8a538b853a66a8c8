package io.github.lanewise.network;

import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.internal.CrossEntropy;
import io.github.lanewise.kernels.internal.ScalarMath;

/** Sigmoid and binary cross-entropy in one, as a function of the logits z. */
final class LogisticLoss {
  private static final Sigmoid SIGMOID = new Sigmoid();

  private LogisticLoss() {}

  static void checkTargets(String routine, int outputs, int samples, float[] y, int yOffset) {
    for (int i = 0; i < outputs * samples; i++) {
      float target = y[yOffset + i];
      if (!(target >= 0 && target <= 1)) {
        throw new IllegalArgumentException(
            "%s: target must be in [0, 1], got y=%s (sample %d, output %d)"
                .formatted(routine, target, i / outputs, i % outputs));
      }
    }
  }

  // -y log(p) - (1 - y) log(1 - p) with p = sigmoid(z) is softplus(z) - y z; the maximum taken
  // apart leaves no two large numbers to cancel.
  static void forward(
      String routine,
      int outputs,
      int samples,
      float[] z,
      int zOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset) {
    LossChecks.forward(
        routine, outputs, outputs, samples, z, zOffset, y, yOffset, losses, lossesOffset);
    for (int j = 0; j < samples; j++) {
      double sum = 0;
      for (int i = j * outputs; i < (j + 1) * outputs; i++) {
        double logit = z[zOffset + i];
        sum += Math.max(logit, 0) - logit * y[yOffset + i];
        sum += ScalarMath.softplus(-Math.abs(z[zOffset + i]));
      }
      losses[lossesOffset + j] = (float) sum;
    }
  }

  // dZ = A - Y
  static void backward(
      String routine,
      int outputs,
      int samples,
      float[] z,
      int zOffset,
      float[] y,
      int yOffset,
      float[] dZ,
      int dZOffset) {
    LossChecks.backward(routine, outputs, outputs, samples, z, zOffset, y, yOffset, dZ, dZOffset);
    SIGMOID.forward(outputs, samples, z, zOffset, outputs, dZ, dZOffset, outputs);
    CrossEntropy.subtractTargets(outputs * samples, dZ, dZOffset, y, yOffset);
  }
}
