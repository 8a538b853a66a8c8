package io.github.lanewise.bench;

/** Hears what happens in a duel with one peer. */
interface DuelListener {

  /** A line of the {@link MachineSheet} of the JVM that measures; all come first. */
  void sheet(String line);

  /** The peer is loaded. */
  void opened(String description);

  /** The peer is not here; nothing follows. */
  void missing(String reason);

  /**
   * Both sides of a case agree, and have been measured.
   *
   * @param timing Lanewise against the peer
   * @param ceiling Lanewise against the ceiling
   */
  void measured(String caseName, PairedTiming timing, PairedTiming ceiling);

  /** The sides of a case do not agree. */
  void wrong(String caseName, String problem);

  /** The peer, or this JVM, can't do a case. */
  void refused(String caseName, String reason);
}
