package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.internal.CrossEntropy;
import io.github.lanewise.kernels.internal.ScalarMath;
import io.github.lanewise.kernels.internal.SoftmaxColumns;
import java.util.Objects;

/**
 * Cross-entropy of one probability distribution over the outputs, {@code L = -sum_k y_k log(p_k)}
 * with {@code p = softmax(z)}, for a last layer with softmax, log-softmax or the identity (then the
 * outputs are logits).
 *
 * <p>Computed from Z[L] as {@code sum_k y_k (max(z) - z_k + log(sum_i exp(z_i - max(z))))}, never
 * as the log of a probability: finite for finite logits. {@code dZ = softmax(Z) - Y}. The sums have
 * the order of {@link io.github.lanewise.kernels.Sums}.
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

  private static final String ROUTINE = "softmaxCrossEntropy";
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
        ROUTINE
            + ": last activation must be softmax, log_softmax or identity, got activation="
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
        classOf(outputs, j, y[yOffset + j]);
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
    LossChecks.forward(
        ROUTINE,
        outputs,
        targetRows(outputs),
        samples,
        yhat,
        yhatOffset,
        y,
        yOffset,
        losses,
        lossesOffset);
    checkClasses(outputs, samples, y, yOffset);
    for (int j = 0; j < samples; j++) {
      int z = yhatOffset + j * outputs;
      float max = SoftmaxColumns.max(outputs, yhat, z);
      float sum = SoftmaxColumns.sumOfExponentials(outputs, yhat, z, max);
      losses[lossesOffset + j] = loss(outputs, j, yhat, z, y, yOffset, max, sum);
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
        ROUTINE,
        outputs,
        targetRows(outputs),
        samples,
        yhat,
        yhatOffset,
        y,
        yOffset,
        gradient,
        gradientOffset);
    checkClasses(outputs, samples, y, yOffset);
    SoftmaxColumns.forward(
        outputs, samples, yhat, yhatOffset, outputs, gradient, gradientOffset, outputs);
    subtractTargets(outputs, 0, samples, y, yOffset, gradient, gradientOffset);
  }

  @Override
  public void forwardAndBackward(
      int outputs,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset,
      float[] gradient,
      int gradientOffset) {
    int rows = targetRows(outputs);
    LossChecks.forward(
        ROUTINE, outputs, rows, samples, yhat, yhatOffset, y, yOffset, losses, lossesOffset);
    LossChecks.backward(
        ROUTINE, outputs, rows, samples, yhat, yhatOffset, y, yOffset, gradient, gradientOffset);
    LossChecks.disjoint(ROUTINE, outputs, samples, losses, lossesOffset, gradient, gradientOffset);
    checkClasses(outputs, samples, y, yOffset);
    int block = SoftmaxColumns.columnsOfBlock(outputs);
    for (int first = 0; first < samples; first += block) {
      int end = Math.min(first + block, samples);
      int z = yhatOffset + first * outputs;
      int dZ = gradientOffset + first * outputs;
      // Until a sample's loss is known, its maximum stands in its place.
      int maxima = lossesOffset + first;
      SoftmaxColumns.exponentials(outputs, end - first, yhat, z, gradient, dZ, losses, maxima);
      for (int j = first; j < end; j++) {
        float max = losses[lossesOffset + j];
        float sum = SoftmaxColumns.scaleToOne(outputs, gradient, gradientOffset + j * outputs);
        losses[lossesOffset + j] =
            loss(outputs, j, yhat, yhatOffset + j * outputs, y, yOffset, max, sum);
      }
      subtractTargets(outputs, first, end, y, yOffset, gradient, gradientOffset);
    }
  }

  /** The loss of sample j, its logits at z. */
  private float loss(
      int outputs, int j, float[] yhat, int z, float[] y, int yOffset, float max, float sum) {
    float logOfSum = ScalarMath.log(sum);
    return targets == Targets.CLASS_INDEX
        ? CrossEntropy.gap(max, yhat[z + classOf(outputs, j, y[yOffset + j])]) + logOfSum
        : CrossEntropy.ofDistribution(outputs, y, yOffset + j * outputs, yhat, z, max, logOfSum);
  }

  /** {@code dZ := softmax(Z) - Y} in the place of softmax(Z), for samples first to end - 1. */
  private void subtractTargets(
      int outputs, int first, int end, float[] y, int yOffset, float[] dZ, int dZOffset) {
    if (targets == Targets.ONE_HOT) {
      int elements = first * outputs;
      CrossEntropy.subtractTargets(
          (end - first) * outputs, dZ, dZOffset + elements, y, yOffset + elements);
      return;
    }
    for (int j = first; j < end; j++) {
      dZ[dZOffset + j * outputs + classOf(outputs, j, y[yOffset + j])] -= 1;
    }
  }

  /** Requires that class indices are some, as each says where something is read and written. */
  private void checkClasses(int outputs, int samples, float[] y, int yOffset) {
    if (targets == Targets.CLASS_INDEX) {
      checkTargets(outputs, samples, y, yOffset);
    }
  }

  /**
   * Returns the class that a target states. Checked wherever it is used: another thread may have
   * written to y since all of it was.
   */
  private static int classOf(int outputs, int sample, float target) {
    if (!(target >= 0 && target < outputs && target == (int) target)) {
      throw new IllegalArgumentException(
          "%s: target must be a class index in 0..%d, got y=%s (sample %d)"
              .formatted(ROUTINE, outputs - 1, target, sample));
    }
    return (int) target;
  }

  private static void checkDistribution(int outputs, int sample, float[] y, int yOffset) {
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      float target = y[yOffset + k];
      if (!(target >= 0 && target <= 1)) {
        throw new IllegalArgumentException(
            "%s: target must be in [0, 1], got y=%s (sample %d, output %d)"
                .formatted(ROUTINE, target, sample, k));
      }
      sum += target;
    }
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "%s: target must sum to 1, got sum=%s (sample %d)".formatted(ROUTINE, sum, sample));
    }
  }
}
