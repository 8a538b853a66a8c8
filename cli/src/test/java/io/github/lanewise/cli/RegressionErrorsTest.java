package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegressionErrorsTest {
  @Test
  void followsTheDefinitions() {
    RegressionErrors errors =
        RegressionErrors.of(new float[] {1, 2, 3, 6}, new float[] {1, 4, 3, 4});
    assertThat(errors.rootMeanSquared()).isEqualTo(Math.sqrt(2));
    assertThat(errors.meanAbsolute()).isEqualTo(1);
    // The squared deviations from the mean 3 are 4 + 1 + 0 + 9.
    assertThat(errors.rSquared()).isEqualTo(1 - 8 / 14.0);
  }

  @Test
  void hasNoRSquaredWhereTheTruthIsConstant() {
    assertThat(RegressionErrors.of(new float[] {2, 2}, new float[] {1, 2}).rSquared()).isNaN();
  }
}
