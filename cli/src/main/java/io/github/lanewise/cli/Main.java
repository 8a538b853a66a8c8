package io.github.lanewise.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code lanewise} command; its subcommands do the work. */
@Command(
    name = "lanewise",
    description = "Trains dense neural networks and predicts with them.",
    mixinStandardHelpOptions = true)
final class Main implements Runnable {
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
