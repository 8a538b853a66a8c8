package io.github.lanewise.bench;

/** Lanewise and one peer, both loaded and set to the same number of threads. */
interface Contest {

  /** The peer's version, and which of its code paths it has chosen on this machine. */
  String describePeer();

  /** How many of these threads Lanewise uses, which the ceiling is for. */
  default int lanewiseThreads(int threads) {
    return threads;
  }

  /**
   * Sets both up for the case of that name.
   *
   * @throws PeerRefusal if the peer can't do it
   */
  Match match(String caseName);
}
