package io.github.lanewise.bench;

/** One of the two things that a {@link Pairing} compares. */
interface Side extends AutoCloseable {

  /** Warms up and finds out how long a measurement has to be. */
  void prepare();

  /** Measures once and returns work per nanosecond: GFLOP/s, GB/s or Gelements/s. */
  double measure();

  /** Frees what the side holds; most hold nothing. */
  @Override
  default void close() {}
}
