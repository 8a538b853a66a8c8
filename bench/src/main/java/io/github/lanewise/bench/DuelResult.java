package io.github.lanewise.bench;

/**
 * What a case has shown.
 *
 * @param timing Lanewise against the peer
 * @param ceiling Lanewise against what bounds both, measured in turn with them
 */
record DuelResult(DuelCase duelCase, String peer, PairedTiming timing, PairedTiming ceiling) {

  /** Above 1 when Lanewise is faster. */
  double ratio() {
    return timing.ratio();
  }
}
