package io.github.lanewise.network;

/**
 * The shape of a dense layer, {@code Z = W A + b} with {@code W} of {@code outputs x inputs}.
 *
 * @param inputs length of one input sample
 * @param outputs length of one output sample
 */
public record Layer(int inputs, int outputs) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is not positive
   */
  public Layer {
    if (inputs < 1) {
      throw new IllegalArgumentException("layer: inputs must be positive, got inputs=" + inputs);
    }
    if (outputs < 1) {
      throw new IllegalArgumentException("layer: outputs must be positive, got outputs=" + outputs);
    }
  }
}
