package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DuelPredictTest {

  @Test
  void failsLoudlyWhereOutputsDiffer() {
    Run run = Run.of("predict", "--quick", "--peer", "wrong", "--cases", "^64.*b32");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("64-128-64-10 b32 +WRONG: yhat\\[9, 31\\] is")
        .doesNotContain("geometric means");
    assertThat(run.err())
        .startsWith(
            "lanewise: wrong: 64-128-64-10 b32: wrong result, left out of all means: yhat[9, 31]");
  }

  @Test
  void skipsAPeerThatIsNotThere() {
    Run run = Run.of("predict", "--quick", "--peer", "missing");
    assertThat(run.out()).contains("missing: skipped: libmissing.so is not installed");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void countsTheTimeOfACall() {
    DuelCase one = new DuelCase("784-128-10 b1", "784-128-10", "b1");
    assertThat(PredictGrid.UNIT.of(one, 20))
        .isCloseTo(2 * (784 * 128 + 128 * 10) / 20e3, within(1e-9));
  }
}
