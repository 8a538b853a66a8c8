package io.github.lanewise.network;

/** What {@link Network#save} and {@link Network#load} are asked to let pass. */
public enum ModelOption {
  /** Weights and biases that are NaN or infinite, which are an error otherwise. */
  ALLOW_NON_FINITE
}
