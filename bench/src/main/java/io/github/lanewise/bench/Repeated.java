package io.github.lanewise.bench;

/**
 * Work that can be done any number of times in a row. The loop belongs to the work, so that it
 * calls a kernel directly and no dispatch is timed with it.
 */
@FunctionalInterface
interface Repeated {

  /** Does the work {@code times} times. */
  void run(int times);
}
