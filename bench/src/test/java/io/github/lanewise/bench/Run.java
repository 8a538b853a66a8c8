package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a command line has ended with and printed. */
record Run(int exitCode, String out, String err) {

  /** The {@code run} of a main class. */
  @FunctionalInterface
  interface Program {
    int run(String[] args, PrintStream out, PrintStream err)
        throws IOException, InterruptedException;
  }

  /** Runs {@code lanewise duel}. */
  static Run of(String... args) {
    return of(Duel::run, args);
  }

  static Run of(Program program, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode;
    try {
      exitCode =
          program.run(
              args,
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(String.join(" ", args), e);
    }
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a main class in a JVM of its own, with more flags than this one has. */
  static Run inAJvm(List<String> flags, Class<?> main, List<String> args) {
    try {
      Path err = Files.createTempFile("run", ".txt");
      try {
        Process process =
            new ProcessBuilder(JvmCommand.of(flag -> true, flags, main, args))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(String.join(" ", args), e);
    }
  }

  /** What it has told, without what the JVM says of its incubating modules. */
  List<String> errors() {
    return err.lines().filter(line -> !line.startsWith("WARNING: ")).toList();
  }

  /** Asserts that the program has said what is wrong and how it is used, and done nothing. */
  void assertBadUsage(String problem, String usage) {
    assertThat(exitCode).isEqualTo(2);
    assertThat(out).isEmpty();
    assertThat(err).startsWith(problem).contains("usage: " + usage);
  }
}
