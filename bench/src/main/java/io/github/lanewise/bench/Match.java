package io.github.lanewise.bench;

import java.util.Optional;

/** The two sides of one case, set up with the same values. */
interface Match extends AutoCloseable {

  /** What one call of either side computes, in floating-point operations. */
  double flops();

  Repeated lanewise();

  Repeated peer();

  /** Says where the results of the two sides differ by more than rounding explains, if they do. */
  Optional<String> disagreement();

  /** Frees what either side holds. */
  @Override
  void close();
}
