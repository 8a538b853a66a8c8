package io.github.lanewise.cli;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out for results
 * @param err for progress and failures
 * @param columns width of the terminal that shows {@code err}; 0 if none does
 */
record Console(PrintStream out, PrintStream err, int columns) {

  /** One line of a text that may come from a data file and must not steer the terminal. */
  static String printable(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
