package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.Uniform;

/**
 * The end of a gradient and the optimizers' updates, in place over a range of {@code length}
 * parameters and what belongs to them.
 *
 * <p>All ranges may lie in one array, but none may overlap one that is written. Each method does
 * nothing when length is 0 and allocates nothing.
 */
public final class Update {

  private Update() {}

  /**
   * The gradient of a mean with the L2 term: {@code dW := inverseBatch dW + decay W}, rounded as
   * {@code fma(decay, W, inverseBatch * dW)}. With {@code decay == 0} it is {@code inverseBatch *
   * dW} and W is not read.
   *
   * @param inverseBatch {@code 1 / m}, for dW summed over m samples
   * @param decay {@code lambda / m}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative, or a range overlaps one that is written
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void regularize(
      int length,
      float inverseBatch,
      float decay,
      float[] W,
      int WOffset,
      float[] dW,
      int dWOffset) {
    Checks.size("regularize", "length", length);
    Checks.vector("regularize", "W", W, WOffset, length);
    Checks.vector("regularize", "dW", dW, dWOffset, length);
    Checks.disjoint("regularize", "dW", dW, dWOffset, length, "W", W, WOffset, length);
    if (decay == 0) {
      UpdateLoops.mean(length, inverseBatch, dW, dWOffset);
    } else {
      UpdateLoops.regularize(length, inverseBatch, decay, W, WOffset, dW, dWOffset);
    }
  }

  /**
   * Clips a gradient: {@code dW := max(-limit, min(limit, scale dW))}. NaN stays NaN.
   *
   * @param scale what takes the norm of the whole gradient down; 1 to keep it
   * @param limit at least 0; infinity for none
   * @throws NullPointerException if dW is null
   * @throws IllegalArgumentException if length is negative
   * @throws IndexOutOfBoundsException if dW is too short
   */
  public static void clip(int length, float scale, float limit, float[] dW, int dWOffset) {
    Checks.size("clip", "length", length);
    Checks.vector("clip", "dW", dW, dWOffset, length);
    UpdateLoops.clip(length, scale, limit, dW, dWOffset);
  }

  /**
   * Gradient descent: {@code W := W - learningRate (scale dW)}.
   *
   * @param scale of the gradient: {@code 1 / m}, for dW summed over m samples; 1 if it is their
   *     mean
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative, or a range overlaps one that is written
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void sgd(
      int length,
      float learningRate,
      float scale,
      float[] dW,
      int dWOffset,
      float[] W,
      int WOffset) {
    check("sgd", length, dW, dWOffset, W, WOffset);
    UpdateLoops.sgd(length, learningRate, scale, dW, dWOffset, W, WOffset);
  }

  /**
   * Momentum: {@code velocity := momentum velocity + scale dW}, then {@code W := W - learningRate
   * velocity}.
   *
   * <p>The convention of Sutskever et al., "On the importance of initialization and momentum in
   * deep learning" (2013), with the learning rate taken out of the velocity.
   *
   * @param scale as for {@link #sgd}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative, or a range overlaps one that is written
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void momentum(
      int length,
      float learningRate,
      float momentum,
      float scale,
      float[] dW,
      int dWOffset,
      float[] velocity,
      int velocityOffset,
      float[] W,
      int WOffset) {
    check("momentum", length, dW, dWOffset, W, WOffset);
    checkState("momentum", length, "velocity", velocity, velocityOffset, dW, dWOffset, W, WOffset);
    UpdateLoops.momentum(
        length, learningRate, momentum, scale, dW, dWOffset, velocity, velocityOffset, W, WOffset);
  }

  /**
   * Nesterov's momentum: with {@code d = scale dW}, {@code velocity := momentum velocity + d}, then
   * {@code W := W - learningRate (momentum velocity + d)}.
   *
   * @param scale as for {@link #sgd}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative, or a range overlaps one that is written
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void nesterov(
      int length,
      float learningRate,
      float momentum,
      float scale,
      float[] dW,
      int dWOffset,
      float[] velocity,
      int velocityOffset,
      float[] W,
      int WOffset) {
    check("nesterov", length, dW, dWOffset, W, WOffset);
    checkState("nesterov", length, "velocity", velocity, velocityOffset, dW, dWOffset, W, WOffset);
    UpdateLoops.nesterov(
        length, learningRate, momentum, scale, dW, dWOffset, velocity, velocityOffset, W, WOffset);
  }

  /**
   * Adam: with {@code d = scale dW}, the moments become {@code beta1 firstMoment + (1 - beta1) d}
   * and {@code beta2 secondMoment + (1 - beta2) d^2}, and {@code W := decay W - stepSize
   * firstMoment / (secondCorrection sqrt(secondMoment) + epsilon)}.
   *
   * <p>Kingma and Ba, "Adam" (2015), with the decoupled decay of Loshchilov and Hutter (2019).
   *
   * @param stepSize {@code learningRate / (1 - beta1^t)} in step t = 1, 2, ...
   * @param secondCorrection {@code 1 / sqrt(1 - beta2^t)}
   * @param decay {@code 1 - learningRate weightDecay}; 1 for plain Adam
   * @param scale as for {@link #sgd}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if length is negative, or a range overlaps one that is written
   * @throws IndexOutOfBoundsException if an array is too short
   */
  public static void adam(
      int length,
      float stepSize,
      float beta1,
      float beta2,
      float epsilon,
      float secondCorrection,
      float decay,
      float scale,
      float[] dW,
      int dWOffset,
      float[] firstMoment,
      int firstMomentOffset,
      float[] secondMoment,
      int secondMomentOffset,
      float[] W,
      int WOffset) {
    check("adam", length, dW, dWOffset, W, WOffset);
    checkState(
        "adam", length, "firstMoment", firstMoment, firstMomentOffset, dW, dWOffset, W, WOffset);
    checkState(
        "adam", length, "secondMoment", secondMoment, secondMomentOffset, dW, dWOffset, W, WOffset);
    Checks.disjoint(
        "adam",
        "firstMoment",
        firstMoment,
        firstMomentOffset,
        length,
        "secondMoment",
        secondMoment,
        secondMomentOffset,
        length);
    UpdateLoops.adam(
        length,
        stepSize,
        beta1,
        beta2,
        epsilon,
        secondCorrection,
        decay,
        scale,
        dW,
        dWOffset,
        firstMoment,
        firstMomentOffset,
        secondMoment,
        secondMomentOffset,
        W,
        WOffset);
  }

  @Elementwise
  static void mean(@Uniform float inverseBatch, float[] dW, int dWIndex) {
    dW[dWIndex] = inverseBatch * dW[dWIndex];
  }

  @Elementwise
  static void regularize(
      @Uniform float inverseBatch,
      @Uniform float decay,
      float[] W,
      int WIndex,
      float[] dW,
      int dWIndex) {
    dW[dWIndex] = Math.fma(decay, W[WIndex], inverseBatch * dW[dWIndex]);
  }

  @Elementwise
  static void clip(@Uniform float scale, @Uniform float limit, float[] dW, int dWIndex) {
    float scaled = scale * dW[dWIndex];
    dW[dWIndex] = scaled > limit ? limit : scaled < -limit ? -limit : scaled;
  }

  @Elementwise
  static void sgd(
      @Uniform float learningRate,
      @Uniform float scale,
      float[] dW,
      int dWIndex,
      float[] W,
      int WIndex) {
    W[WIndex] = Math.fma(-learningRate, scale * dW[dWIndex], W[WIndex]);
  }

  @Elementwise
  static void momentum(
      @Uniform float learningRate,
      @Uniform float momentum,
      @Uniform float scale,
      float[] dW,
      int dWIndex,
      float[] velocity,
      int velocityIndex,
      float[] W,
      int WIndex) {
    float step = Math.fma(momentum, velocity[velocityIndex], scale * dW[dWIndex]);
    velocity[velocityIndex] = step;
    W[WIndex] = Math.fma(-learningRate, step, W[WIndex]);
  }

  @Elementwise
  static void nesterov(
      @Uniform float learningRate,
      @Uniform float momentum,
      @Uniform float scale,
      float[] dW,
      int dWIndex,
      float[] velocity,
      int velocityIndex,
      float[] W,
      int WIndex) {
    float gradient = scale * dW[dWIndex];
    float step = Math.fma(momentum, velocity[velocityIndex], gradient);
    velocity[velocityIndex] = step;
    W[WIndex] = Math.fma(-learningRate, Math.fma(momentum, step, gradient), W[WIndex]);
  }

  @Elementwise
  static void adam(
      @Uniform float stepSize,
      @Uniform float beta1,
      @Uniform float beta2,
      @Uniform float epsilon,
      @Uniform float secondCorrection,
      @Uniform float decay,
      @Uniform float scale,
      float[] dW,
      int dWIndex,
      float[] firstMoment,
      int firstMomentIndex,
      float[] secondMoment,
      int secondMomentIndex,
      float[] W,
      int WIndex) {
    float gradient = scale * dW[dWIndex];
    float first = Math.fma(beta1, firstMoment[firstMomentIndex], (1f - beta1) * gradient);
    float second =
        Math.fma(beta2, secondMoment[secondMomentIndex], (1f - beta2) * gradient * gradient);
    float denominator = Math.fma(secondCorrection, (float) Math.sqrt(second), epsilon);
    firstMoment[firstMomentIndex] = first;
    secondMoment[secondMomentIndex] = second;
    W[WIndex] = Math.fma(-stepSize, first / denominator, decay * W[WIndex]);
  }

  private static void check(
      String routine, int length, float[] dW, int dWOffset, float[] W, int WOffset) {
    Checks.size(routine, "length", length);
    Checks.vector(routine, "dW", dW, dWOffset, length);
    Checks.vector(routine, "W", W, WOffset, length);
    Checks.disjoint(routine, "W", W, WOffset, length, "dW", dW, dWOffset, length);
  }

  private static void checkState(
      String routine,
      int length,
      String name,
      float[] state,
      int stateOffset,
      float[] dW,
      int dWOffset,
      float[] W,
      int WOffset) {
    Checks.vector(routine, name, state, stateOffset, length);
    Checks.disjoint(routine, name, state, stateOffset, length, "dW", dW, dWOffset, length);
    Checks.disjoint(routine, name, state, stateOffset, length, "W", W, WOffset, length);
  }
}
