package io.github.lanewise.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Child JVMs: the java, the class path and the flags of this one. */
final class JvmCommand {

  private JvmCommand() {}

  /** The flags this JVM was started with. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * The command line of a child that runs a main class.
   *
   * @param kept which of this JVM's flags it gets
   * @param added flags after those
   */
  static List<String> of(
      Predicate<String> kept, List<String> added, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    flags().stream().filter(kept).forEach(command::add);
    command.addAll(added);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /**
   * Runs a child to its end and hands over each line that it prints, as it prints it.
   *
   * @throws UnsupportedOperationException if it does not end well; it has told why
   */
  static void run(ProcessBuilder child, Consumer<String> lines)
      throws IOException, InterruptedException {
    Process process = child.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.accept(line);
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new UnsupportedOperationException("a child JVM ended with exit code " + exitCode);
      }
    } finally {
      process.destroy();
    }
  }
}
