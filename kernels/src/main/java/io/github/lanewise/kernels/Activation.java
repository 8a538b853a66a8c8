package io.github.lanewise.kernels;

import java.util.List;

/**
 * An activation function g with its derivative, applied to matrices in column-major storage.
 *
 * <p>A NaN argument gives a NaN result. {@code forward} and {@code backward} validate before they
 * write, do nothing when a size is 0 and allocate nothing.
 *
 * <p>A closed set: the build makes the vector loops of each from its scalar definition, and a model
 * file names it by its {@link #id}.
 */
public sealed interface Activation
    permits Identity,
        Relu,
        LeakyRelu,
        Elu,
        Gelu,
        GeluTanh,
        Silu,
        Sigmoid,
        Tanh,
        Softplus,
        Softmax,
        LogSoftmax {

  /** Which matrix of the forward pass the derivative is computed from. */
  enum DerivativeInput {
    /** The result A = g(Z). */
    OUTPUT,
    /** The argument Z. */
    INPUT
  }

  /** The stable lower-case name, as in model files and on command lines. */
  String id();

  /** What {@link #backward} takes as {@code saved}. */
  DerivativeInput derivativeInput();

  /** Whether each element of A depends on one element of Z only, not on a column as a whole. */
  default boolean isElementwise() {
    return true;
  }

  /**
   * Computes {@code A := g(Z)} for rows x columns matrices; A may be Z in place.
   *
   * @param ldz elements from one column of Z to the next; at least {@code rows}
   * @param lda elements from one column of A to the next; at least {@code rows}
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or A
   *     overlaps Z other than exactly in place
   * @throws IndexOutOfBoundsException if an array is too short
   */
  void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda);

  /**
   * Computes {@code dZ := dA (.) g'(Z)} for rows x columns matrices; dZ may be dA in place.
   *
   * @param saved A or Z of the forward pass, as {@link #derivativeInput} says
   * @param ldSaved elements from one column of {@code saved} to the next; likewise ldda and lddz
   * @throws NullPointerException if an array is null
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, dZ
   *     overlaps dA other than exactly in place, or dZ overlaps {@code saved}
   * @throws IndexOutOfBoundsException if an array is too short
   */
  void backward(
      int rows,
      int columns,
      float[] da,
      int daOffset,
      int ldda,
      float[] saved,
      int savedOffset,
      int ldSaved,
      float[] dz,
      int dzOffset,
      int lddz);

  /** One instance of each activation, with its default parameters. */
  static List<Activation> all() {
    return Activations.ALL;
  }

  /**
   * The activation of that {@link #id}, with its default parameters.
   *
   * @throws IllegalArgumentException if there is none; the message lists the known ids
   */
  static Activation of(String id) {
    return Activations.of(id);
  }
}
