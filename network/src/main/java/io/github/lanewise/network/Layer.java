package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import java.util.Objects;

/**
 * The shape of one dense layer: {@code A = g(W x + b)} with W units x inputs and b of length units.
 *
 * @param inputs length of x; at least 1
 * @param units length of A; at least 1
 * @param activation g
 */
public record Layer(int inputs, int units, Activation activation) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a size is below 1
   */
  public Layer {
    if (inputs < 1) {
      throw new IllegalArgumentException("layer: inputs must be >= 1, got inputs=" + inputs);
    }
    if (units < 1) {
      throw new IllegalArgumentException("layer: units must be >= 1, got units=" + units);
    }
    Objects.requireNonNull(activation, "activation");
  }
}
