package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/**
 * Carries what a child JVM has to say to its parent: a line for each event, its parts separated by
 * tabs.
 */
final class DuelWire implements DuelListener {

  private static final String TAB = "\t";
  private static final String SHEET = "duel sheet";
  private static final String OPENED = "duel opened";
  private static final String MISSING = "duel missing";
  private static final String MEASURED = "duel measured";
  private static final String WRONG = "duel wrong";
  private static final String REFUSED = "duel refused";

  private final PrintStream out;

  /** The child's end. */
  DuelWire(PrintStream out) {
    this.out = out;
  }

  /** The parent's end; returns false for a line that is none of the child's, as of a library. */
  static boolean receive(String line, DuelListener listener) {
    String[] parts = line.split(TAB, -1);
    switch (parts[0]) {
      case SHEET -> listener.sheet(parts[1]);
      case OPENED -> listener.opened(parts[1]);
      case MISSING -> listener.missing(parts[1]);
      case MEASURED ->
          listener.measured(parts[1], PairedTiming.parse(parts[2]), PairedTiming.parse(parts[3]));
      case WRONG -> listener.wrong(parts[1], parts[2]);
      case REFUSED -> listener.refused(parts[1], parts[2]);
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sheet(String line) {
    send(SHEET, line);
  }

  @Override
  public void opened(String description) {
    send(OPENED, description);
  }

  @Override
  public void missing(String reason) {
    send(MISSING, reason);
  }

  @Override
  public void measured(String caseName, PairedTiming timing, PairedTiming ceiling) {
    send(MEASURED, caseName, timing.format(), ceiling.format());
  }

  @Override
  public void wrong(String caseName, String problem) {
    send(WRONG, caseName, problem);
  }

  @Override
  public void refused(String caseName, String reason) {
    send(REFUSED, caseName, reason);
  }

  private void send(String event, String... parts) {
    StringBuilder line = new StringBuilder(event);
    for (String part : parts) {
      line.append(TAB).append(part.replaceAll("[\\t\\r\\n]+", " "));
    }
    out.println(line);
    // A killed parent must not leave a child behind that measures for minutes.
    if (out.checkError()) {
      throw new UncheckedIOException(new IOException("duel: nobody reads the results"));
    }
  }
}
