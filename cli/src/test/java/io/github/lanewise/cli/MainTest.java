package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--activation | reluu   | leaky_relu",
        "--optimizer  | rmsprop | must be one of sgd, momentum, nesterov, adam, adamw, got rmsprop",
        "--scale      | log     | must be one of standard, minmax, none, got log",
        "--task       | sort    | must be one of classify, regress, got sort",
      })
  void namesTheChoicesWhereOneIsUnknown(String option, String value, String choices) {
    CommandLineRun run = CommandLineRun.of("train", option, value);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("lanewise: ").contains(option).contains(choices);
  }

  @Test
  void takesNamesInAnyCase() {
    CommandLineRun run = CommandLineRun.of("train", "--optimizer", "ADAM", "--epochs", "0");
    assertThat(run.err()).contains("--epochs must be 1 or more");
  }
}
