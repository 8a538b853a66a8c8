package io.github.lanewise.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A plain JVM that runs a main class of the test sources: the java of this JVM, everything on the
 * class path, none of this JVM's options or agents.
 *
 * <pre>{@code
 * ChildJvm.Result result = ChildJvm.of(Digest.class).option("-XX:UseAVX=2").run("arguments");
 * }</pre>
 */
public final class ChildJvm {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

  /** What a child left behind. */
  public record Result(int exitCode, String output, String errors) {

    /** The output of a child that ended with 0; of any other, an error that shows all it wrote. */
    public String outputOfSuccess() {
      if (exitCode != 0) {
        throw new AssertionError("child JVM: " + this);
      }
      return output;
    }
  }

  private final String mainClass;
  private final List<String> options = new ArrayList<>();
  private boolean vectorModule = true;
  private String rootModule = "";
  private String classPathStart = "";
  private Duration limit = DEFAULT_LIMIT;

  private ChildJvm(String mainClass) {
    this.mainClass = mainClass;
  }

  /** A child that runs the {@code main} of a class, which may be nested and need not be public. */
  public static ChildJvm of(Class<?> mainClass) {
    return new ChildJvm(mainClass.getName());
  }

  /** Adds a JVM option. */
  public ChildJvm option(String option) {
    options.add(option);
    return this;
  }

  /** Adds JVM options. */
  public ChildJvm options(List<String> more) {
    options.addAll(more);
    return this;
  }

  /** Leaves out the {@code --add-modules jdk.incubator.vector} that is there otherwise. */
  public ChildJvm withoutVectorModule() {
    vectorModule = false;
    return this;
  }

  /**
   * Puts what this JVM has on its module path on the child's, with {@code module} and what it
   * requires resolved, and no {@code --add-modules jdk.incubator.vector}. The main class stays on
   * the class path.
   */
  public ChildJvm onModulePath(String module) {
    rootModule = module;
    vectorModule = false;
    return this;
  }

  /** Puts the classes of a directory before those of this JVM's class path. */
  public ChildJvm withClassesOf(Path directory) {
    classPathStart = directory + File.pathSeparator;
    return this;
  }

  /** Ends the child and fails after that time; two minutes otherwise. */
  public ChildJvm limit(Duration newLimit) {
    limit = newLimit;
    return this;
  }

  /** Runs the child to its end. */
  public Result run(String... arguments) {
    try {
      Path directory = Files.createTempDirectory("child-jvm");
      Path output = directory.resolve("output");
      Path errors = directory.resolve("errors");
      try {
        return run(command(arguments), output, errors);
      } finally {
        Files.deleteIfExists(output);
        Files.deleteIfExists(errors);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new AssertionError("child JVM: cannot run " + mainClass, e);
    }
  }

  private Result run(List<String> command, Path output, Path errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        throw new AssertionError(
            "child JVM: no end within "
                + limit
                + ": "
                + command
                + "\n"
                + Files.readString(output)
                + Files.readString(errors));
      }
      return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("child JVM: interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Warnings of the JVM itself, such as of a flag that this CPU lacks, stay out of the output.
    command.add("-XX:+DisplayVMOutputToStderr");
    if (vectorModule) {
      command.add("--add-modules");
      command.add(VECTOR_MODULE);
    }
    command.addAll(options);
    String classPath = System.getProperty("java.class.path");
    String modulePath = System.getProperty("jdk.module.path", "");
    if (!rootModule.isEmpty()) {
      command.addAll(List.of("--module-path", modulePath, "--add-modules", rootModule));
    } else if (!modulePath.isEmpty()) {
      classPath += File.pathSeparator + modulePath;
    }
    command.addAll(List.of("-cp", classPathStart + classPath));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    return command;
  }
}
