package io.github.lanewise.cli;

import java.io.PrintStream;

/**
 * Where a command prints.
 *
 * @param out for results
 * @param err for progress and failures
 * @param columns width of the terminal that shows {@code err}; 0 if none does
 */
record Console(PrintStream out, PrintStream err, int columns) {}
