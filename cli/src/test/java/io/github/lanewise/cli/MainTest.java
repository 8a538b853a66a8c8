package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Lanewise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "train --help", "predict --help", "train -h"})
  void helpsEverywhere(String line) {
    CommandLineRun run = CommandLineRun.of((Object[]) line.split(" "));
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage: lanewise").contains("--help");
    assertThat(run.lines()).allMatch(printed -> printed.length() <= 80);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "train --version", "predict -V"})
  void tellsVersionAndKernels(String line) {
    CommandLineRun run = CommandLineRun.of((Object[]) line.split(" "));
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.lines()).hasSize(2).last().isEqualTo(Lanewise.describe());
    assertThat(run.lines()).first().asString().matches("lanewise [0-9].*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                    | Missing command: train or predict (see lanewise --help)",
        "trian                               | Unmatched argument at index 0: 'trian' (see lanewise --help)",
        "--frobnicate                        | Unknown option: '--frobnicate' (see lanewise --help)",
        "train --frobnicate                  | Unknown option: '--frobnicate' (see lanewise train --help)",
        "train digits.csv                    | Unmatched argument at index 1: 'digits.csv' (see lanewise train --help)",
        "train --epochs many                 | Invalid value for option '--epochs': 'many' is not an int (see lanewise train --help)",
        "train --epochs 0                    | --epochs must be 1 or more, got 0 (see lanewise train --help)",
        "train --batch -3                    | --batch must be 1 or more, got -3 (see lanewise train --help)",
        "train --threads 1025                | --threads must be 1 to 1024, got 1025 (see lanewise train --help)",
        "train --threads 0                   | --threads must be 1 to 1024, got 0 (see lanewise train --help)",
        "train --layers 64,0                 | --layers must be 1 or more units each, such as 128,64, got 64,0 (see lanewise train --help)",
        "train --layers ,                    | --layers must be 1 or more units each, such as 128,64, got , (see lanewise train --help)",
        "train --layers 4,many               | --layers must be 1 or more units each, such as 128,64, got 4,many (see lanewise train --help)",
        "train --epochs 2 --layers 4 --epochs 3 | an option is given more than once (see lanewise train --help)",
        "train --out /                       | --out must name a file (see lanewise train --help)",
        "train --lr 0                        | --lr must be above 0, got 0.0 (see lanewise train --help)",
        "train --lr NaN                      | --lr must be above 0, got NaN (see lanewise train --help)",
        "train --l2 -1                       | --l2 must be 0 or more, got -1.0 (see lanewise train --help)",
        "train --test-fraction 0             | --test-fraction must be above 0 (see lanewise train --help)",
        "train --test-fraction NaN           | --test-fraction must be above 0 (see lanewise train --help)",
        "train --validation-fraction 0       | --validation-fraction must be above 0 (see lanewise train --help)",
        "train --test-fraction 0.9           | --test-fraction and --validation-fraction must leave samples to train on (see lanewise train --help)",
        "train --data x.csv                  | --data and --label go together (see lanewise train --help)",
        "train --label y                     | --data and --label go together (see lanewise train --help)",
        "train --images x                    | --images and --labels go together (see lanewise train --help)",
        "train --images x --labels y --data z --label w | --data and --images exclude each other (see lanewise train --help)",
        "train --task regress                | --task regress needs --data and --label (see lanewise train --help)",
        "train --out model.png               | --out must not end in .png: that is what the learning curve is (see lanewise train --help)",
        "predict --data x.csv                | Missing required option: '--model=FILE' (see lanewise predict --help)",
        "predict --model m                   | `Missing required argument (specify one of these): (--data=FILE | --images=FILE) (see lanewise predict --help)`",
        "predict --model m --data a --images b | --data=FILE, --images=FILE are mutually exclusive (specify only one) (see lanewise predict --help)",
      })
  void tellsBadUsageInOneLine(String line, String problem) {
    Object[] words = line == null ? new Object[0] : line.split(" ");
    CommandLineRun run = CommandLineRun.of(words);
    assertThat(run.err()).isEqualTo("lanewise: " + problem + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void tellsThatNothingCanBePrinted() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertFailsOnOutput(full, "lanewise: standard output: cannot be written");
  }

  @Test
  void tellsThatMemoryIsNotEnough() {
    OutputStream greedy =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    assertFailsOnOutput(
        greedy,
        "lanewise: out of memory, the JVM takes at most %d MB: ".formatted(megabytes)
            + "try less data, smaller --layers or --batch, or LANEWISE_JVM_OPTIONS=-Xmx for more");
  }

  private static void assertFailsOnOutput(OutputStream out, String message) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    assertThat(Main.run(console, "--version")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(message + System.lineSeparator());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--activation reluu", "--optimizer rmsprop", "--scale log", "--task sort"})
  void namesTheChoicesWhereOneIsUnknown(String option) {
    CommandLineRun run = CommandLineRun.of("train", option.split(" ")[0], option.split(" ")[1]);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("lanewise: ")
        .contains(option.split(" ")[0])
        .containsAnyOf(
            "leaky_relu",
            "'--optimizer': must be one of sgd, momentum, nesterov, adam, adamw, got rmsprop",
            "'--scale': must be one of standard, minmax, none, got log",
            "'--task': must be one of classify, regress, got sort");
  }

  @Test
  void takesNamesInAnyCase() {
    CommandLineRun run = CommandLineRun.of("train", "--optimizer", "ADAM", "--epochs", "0");
    assertThat(run.err()).contains("--epochs must be 1 or more");
  }
}
