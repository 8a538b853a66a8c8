package io.github.lanewise.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A side that runs in a child JVM, for what one JVM cannot be both at once. It waits while the
 * other side is measured: one line asks it to prepare or to measure, one line answers.
 */
final class RemoteSide implements Side {

  private static final String PREPARE = "prepare";
  private static final String PREPARED = "prepared";
  private static final String MEASURE = "measure";

  private final Process process;
  private final Writer questions;
  private final BufferedReader answers;

  private RemoteSide(Process process) {
    this.process = process;
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a child whose main method calls {@link #serve}. */
  static RemoteSide start(List<String> command) {
    try {
      return new RemoteSide(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException("child JVM: cannot start " + command.getFirst(), e);
    }
  }

  /** Does what the parent asks until it closes the stream. */
  static void serve(Side side, InputStream in, PrintStream out) {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    questions
        .lines()
        .forEach(question -> {
          if (question.equals(PREPARE)) {
            side.prepare();
            out.println(PREPARED);
          } else {
            out.println(side.measure());
          }
          out.flush();
        });
  }

  @Override
  public void prepare() {
    ask(PREPARE);
  }

  @Override
  public double measure() {
    return Double.parseDouble(ask(MEASURE));
  }

  @Override
  public void close() {
    process.destroy();
  }

  private String ask(String question) {
    try {
      questions.write(question + "\n");
      questions.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("child JVM: ended before it answered " + question);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException("child JVM: " + question, e);
    }
  }
}
