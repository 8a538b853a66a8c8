package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;

/**
 * What one sample costs, {@code L(yhat, y)}, and its gradient by yhat. The cost of a batch is the
 * mean over its samples plus the L2 term ({@link Trainer}).
 *
 * <p>Open: a loss of your own is one class with {@link #forward} and {@link #backward}. Matrices
 * lie packed, sample j of a matrix with r rows in {@code offset + j * r} to {@code offset + (j + 1)
 * * r - 1}. Several threads call one loss at once, each with samples of its own: keep no state, sum
 * in a fixed order, and treat every sample by itself, so that the bits depend on neither threads
 * nor batch.
 */
public interface Loss {
  /** What {@code yhat} is. */
  enum Input {
    /** A[L], the outputs of the network; {@link Loss#backward} writes dA[L]. */
    OUTPUT,
    /**
     * Z[L], the outputs before the last activation: the loss contains that activation, and {@link
     * Loss#backward} writes dZ[L], which is exact where dA[L] and g' apart would overflow or
     * cancel.
     */
    LOGITS
  }

  /**
   * Returns what this loss reads of a network with the given last activation.
   *
   * @throws IllegalArgumentException if this loss can't follow that activation
   */
  default Input input(Activation last) {
    return Input.OUTPUT;
  }

  /** Returns the rows of y: the values a target has for a network of that many outputs. */
  default int targetRows(int outputs) {
    return outputs;
  }

  /**
   * Checks targets before anything is computed or changed.
   *
   * @param y {@code samples} targets of {@link #targetRows} values each
   * @throws IllegalArgumentException if one is not a target of this loss, naming sample and value
   */
  default void checkTargets(int outputs, int samples, float[] y, int yOffset) {}

  /**
   * Writes {@code losses(j) := L(yhat(:, j), y(:, j))} for every sample j.
   *
   * @param yhat outputs x samples: A[L] or Z[L], as {@link #input} says
   * @param y targetRows x samples
   * @param losses one value per sample; overlaps neither yhat nor y
   * @throws IllegalArgumentException from a built-in loss, if a size is negative, arrays overlap or
   *     a target is no class index where it must be one
   * @throws IndexOutOfBoundsException from a built-in loss, if an array is too short
   */
  void forward(
      int outputs,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] losses,
      int lossesOffset);

  /**
   * Writes {@code gradient(:, j) := dL/dyhat(:, j)} for every sample j; without the 1/m of the
   * cost.
   *
   * @param yhat outputs x samples: A[L] or Z[L], as {@link #input} says
   * @param y targetRows x samples
   * @param gradient outputs x samples: dA[L] or dZ[L]; overlaps neither yhat nor y
   * @throws IllegalArgumentException from a built-in loss, if a size is negative, arrays overlap or
   *     a target is no class index where it must be one
   * @throws IndexOutOfBoundsException from a built-in loss, if an array is too short
   */
  void backward(
      int outputs,
      int samples,
      float[] yhat,
      int yhatOffset,
      float[] y,
      int yOffset,
      float[] gradient,
      int gradientOffset);

  /**
   * Writes what {@link #forward} and {@link #backward} write, bit for bit: a training step calls
   * this. Override it where the two share work, as softmax with cross-entropy the exponentials.
   *
   * @param yhat outputs x samples: A[L] or Z[L], as {@link #input} says
   * @param y targetRows x samples
   * @param losses one value per sample
   * @param gradient outputs x samples: dA[L] or dZ[L]; overlaps nothing else
   * @throws IllegalArgumentException if losses and gradient overlap; also as {@link #forward} and
   *     {@link #backward}
   */
  default void forwardAndBackward(
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
    LossChecks.disjoint("loss", outputs, samples, losses, lossesOffset, gradient, gradientOffset);
    forward(outputs, samples, yhat, yhatOffset, y, yOffset, losses, lossesOffset);
    backward(outputs, samples, yhat, yhatOffset, y, yOffset, gradient, gradientOffset);
  }
}
