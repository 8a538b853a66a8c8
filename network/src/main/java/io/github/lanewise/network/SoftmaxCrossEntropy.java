package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.internal.ScalarMath;
import java.util.Objects;

/**
 * Cross-entropy of one probability distribution over the outputs, {@code L = -sum_k y_k log(p_k)}
 * with {@code p = softmax(z)}, for a last layer with softmax, log-softmax or the identity (then the
 * outputs are logits).
 *
 * <p>Computed from Z[L] as {@code sum_k y_k (max(z) - z_k + log(sum_i exp(z_i - max(z))))}, never
 * as the log of a probability: finite for finite logits. {@code dZ = softmax(Z) - Y}.
 *
 * @param targets how a target states its class
 */
public record SoftmaxCrossEntropy(Targets targets) implements Loss {
  /** How a target states its class. */
  public enum Targets {
    /** One value: the index of the class, an integer in 0..outputs - 1. */
    CLASS_INDEX,
    /** One probability per class, in [0, 1] and summing to 1 within 1e-4. */
    ONE_HOT
  }

  private static final Softmax SOFTMAX = new Softmax();
  private static final double SUM_TOLERANCE = 1e-4;

  /** Takes class indices. */
  public SoftmaxCrossEntropy() {
    this(Targets.CLASS_INDEX);
  }

  /** Checks that there is a kind of target. */
  public SoftmaxCrossEntropy {
    Objects.requireNonNull(targets, "targets");
  }

  @Override
  public Input input(Activation last) {
    if (last instanceof Softmax || last instanceof LogSoftmax || last instanceof Identity) {
      return Input.LOGITS;
    }
    throw new IllegalArgumentException(
        "softmaxCrossEntropy: last activation must be softmax, log_softmax or identity, got activation="
            + last.id());
  }

  @Override
  public int targetRows(int outputs) {
    return targets == Targets.CLASS_INDEX ? 1 : outputs;
  }

  @Override
  public void checkTargets(int outputs, int samples, float[] y, int yOffset) {
    for (int j = 0; j < samples; j++) {
      if (targets == Targets.CLASS_INDEX) {
        checkClass(outputs, j, y[yOffset + j]);
      } else {
        checkDistribution(outputs, j, y, yOffset + j * outputs);
      }
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
    for (int j = 0; j < samples; j++) {
      int z = yhatOffset + j * outputs;
      float max = max(outputs, yhat, z);
      float logOfSum = logOfSum(outputs, yhat, z, max);
      if (targets == Targets.CLASS_INDEX) {
        losses[lossesOffset + j] = gap(max, yhat[z + (int) y[yOffset + j]]) + logOfSum;
      } else {
        float loss = 0;
        for (int k = 0; k < outputs; k++) {
          float target = y[yOffset + j * outputs + k];
          if (target != 0) {
            loss = Math.fma(target, gap(max, yhat[z + k]) + logOfSum, loss);
          }
        }
        losses[lossesOffset + j] = loss;
      }
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
    SOFTMAX.forward(outputs, samples, yhat, yhatOffset, outputs, gradient, gradientOffset, outputs);
    if (targets == Targets.CLASS_INDEX) {
      for (int j = 0; j < samples; j++) {
        gradient[gradientOffset + j * outputs + (int) y[yOffset + j]] -= 1;
      }
    } else {
      for (int i = 0; i < outputs * samples; i++) {
        gradient[gradientOffset + i] -= y[yOffset + i];
      }
    }
  }

  /** max(z), or NaN if a logit is NaN. */
  private static float max(int outputs, float[] Z, int z) {
    float max = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < outputs; k++) {
      max = Math.max(max, Z[z + k]);
    }
    return max;
  }

  /** log(sum_k exp(z_k - max)), at least 0; the terms added in the order of the classes. */
  private static float logOfSum(int outputs, float[] Z, int z, float max) {
    float sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += ScalarMath.exp(Z[z + k] - max);
    }
    return ScalarMath.log(sum);
  }

  /** max - z_k; where finite logits lie further apart than the largest float, that float. */
  private static float gap(float max, float logit) {
    float gap = max - logit;
    return gap == Float.POSITIVE_INFINITY && Float.isFinite(logit) && Float.isFinite(max)
        ? Float.MAX_VALUE
        : gap;
  }

  private static void checkClass(int outputs, int sample, float target) {
    if (!(target >= 0 && target < outputs && target == (int) target)) {
      throw new IllegalArgumentException(
          "softmaxCrossEntropy: target must be a class index in 0..%d, got y=%s (sample %d)"
              .formatted(outputs - 1, target, sample));
    }
  }

  private static void checkDistribution(int outputs, int sample, float[] y, int yOffset) {
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      float target = y[yOffset + k];
      if (!(target >= 0 && target <= 1)) {
        throw new IllegalArgumentException(
            "softmaxCrossEntropy: target must be in [0, 1], got y=%s (sample %d, output %d)"
                .formatted(target, sample, k));
      }
      sum += target;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "softmaxCrossEntropy: target must sum to 1, got sum=%s (sample %d)"
              .formatted(sum, sample));
    }
  }
}
