package io.github.lanewise.bench;

import java.util.function.Supplier;

/**
 * One line of figures.
 *
 * @param sides makes what is compared, with its operands; they live no longer than the comparison
 */
record Case(String name, Supplier<Sides> sides) {

  /** Lanewise and what it is compared with. */
  record Sides(Side ours, Side reference) {}

  /** Compares the two sides, {@code pairs} times in turn. */
  PairedTiming run(int pairs) {
    Sides made = sides.get();
    try (Side ours = made.ours();
        Side reference = made.reference()) {
      System.gc(); // what earlier cases left would be marked beside the measurements
      return Pairing.compare(ours, reference, pairs);
    }
  }
}
