package io.github.lanewise.bench;

/** One problem in one library, always on the same batch; runs steps without asking for losses. */
interface Training extends Entrant {

  /** Takes one step and returns the mean loss of the batch before its update. */
  float step();
}
