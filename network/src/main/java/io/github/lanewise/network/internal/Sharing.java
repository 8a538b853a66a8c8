package io.github.lanewise.network.internal;

/** How many workers take part in what a trainer computes of a batch. */
@FunctionalInterface
public interface Sharing {

  /**
   * Returns how many workers take part, the caller included.
   *
   * @param samples of the batch, at least 1
   * @param learning whether a backward pass and an update follow the forward pass
   */
  int workers(int samples, boolean learning);

  /** Returns the bytes that this keeps. */
  default long bytes() {
    return 0;
  }
}
