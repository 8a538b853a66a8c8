package io.github.lanewise.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Command lines of child JVMs: the java, the class path and the flags of this one. */
final class JvmCommand {

  private JvmCommand() {}

  /** The flags this JVM was started with. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * A child that runs a main class.
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
}
