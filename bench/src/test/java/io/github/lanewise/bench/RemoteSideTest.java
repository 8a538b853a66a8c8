package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteSideTest {

  /** Measures 0 before it is prepared, then 1/3, 2/3, 1, ... or ends without an answer. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Side counting =
          new Side() {
            private double step;
            private double rate;

            @Override
            public void prepare() {
              step = 1.0 / 3;
            }

            @Override
            public double measure() {
              rate += step;
              return rate;
            }
          };
      if (args[0].equals("serve")) {
        RemoteSide.serve(counting, System.in, System.out);
      }
    }
  }

  @Test
  void preparesAndMeasuresInTheChild() {
    try (Side side = RemoteSide.start(command("serve"))) {
      assertThat(side.measure()).isEqualTo(0);
      side.prepare();
      assertThat(side.measure()).isEqualTo(1.0 / 3);
      assertThat(side.measure()).isEqualTo(2.0 / 3);
    }
  }

  @Test
  void saysThatTheChildHasEnded() {
    try (Side side = RemoteSide.start(command("end"))) {
      assertThatIllegalStateException()
          .isThrownBy(side::prepare)
          .withMessageStartingWith("child JVM: ended");
    }
  }

  private static List<String> command(String argument) {
    return JvmCommand.of(flag -> false, List.of(), Child.class, List.of(argument));
  }
}
