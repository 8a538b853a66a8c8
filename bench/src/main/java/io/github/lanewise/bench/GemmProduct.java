package io.github.lanewise.bench;

/** One problem in one library, its operands where that library wants them. */
interface GemmProduct extends Entrant {

  /** C as the last run left it, m x n, column-major; an element never written is NaN. */
  float[] result();

  /** Frees the operands; those in arrays of Java need nothing. */
  @Override
  default void close() {}
}
