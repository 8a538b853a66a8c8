package io.github.lanewise.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A progress bar on the last line of the terminal, below the lines of the results. Where no
 * terminal shows it there is none, and only the results are printed.
 */
final class ProgressLine implements AutoCloseable {
  /** Back to the start of the line, and erase it. */
  private static final String CLEAR = "\r\u001b[K";

  private static final int REDRAW_MILLIS = 100;

  private final Console console;
  private final @Nullable ProgressBar bar;

  ProgressLine(Console console, String task, int steps) {
    this.console = console;
    this.bar =
        console.columns() == 0
            ? null
            : new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new LastLine(console))
                .build();
  }

  /** Prints a line of results above the bar. */
  void println(String line) {
    if (bar == null) {
      console.out().println(line);
      return;
    }
    // The bar is drawn on a thread of its own.
    synchronized (console) {
      console.err().print(CLEAR);
      console.err().flush();
      console.out().println(line);
      console.out().flush();
    }
  }

  /** Counts one step as done. */
  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private record LastLine(Console console) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      // A line as wide as the terminal would wrap.
      return console.columns() - 1;
    }

    @Override
    public void accept(String rendered) {
      synchronized (console) {
        console.err().print(CLEAR + rendered);
        console.err().flush();
      }
    }

    @Override
    public void close() {
      accept("");
    }
  }
}
