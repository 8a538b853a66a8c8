package io.github.lanewise.bench;

/** One network in one library, with a batch of samples where that library wants them. */
interface Prediction extends Entrant {

  /** What the last run left, sample after sample; a value never written is NaN. */
  float[] result();

  /** Frees the network and the samples; those in Java's heap need nothing. */
  @Override
  default void close() {}
}
