package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int UNITS = 65;
  private static final int SAMPLES = 1_000;

  @ParameterizedTest
  @ValueSource(floats = {1e-3f, 0.1f, 0.5f, 0.9f})
  void leavesOutTheRateOfTheUnitsAndScalesTheOthers(float rate) {
    float[] mask = mask(new Dropout(1, rate, 0), 3, 0, SAMPLES);
    int units = UNITS * SAMPLES;
    int left = 0;
    for (float factor : mask) {
      left += factor == 0 ? 1 : 0;
      assertThat(factor == 0 || factor == (float) (1 / (1.0 - rate))).isTrue();
    }
    double deviation = Math.sqrt(units * rate * (1.0 - rate));
    assertThat((double) left).isBetween(units * rate - 4 * deviation, units * rate + 4 * deviation);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 499, 999})
  void dependsOnASamplesPlaceAndNotOnWhoComputesIt(int cut) {
    Dropout dropout = new Dropout(1, 0.4f, 0);
    float[] whole = mask(dropout, 3, 0, SAMPLES);
    float[] one = mask(dropout, 3, 0, cut);
    float[] other = mask(dropout, 3, cut, SAMPLES - cut);
    assertThat(one).isEqualTo(Arrays.copyOf(whole, cut * UNITS));
    assertThat(other).isEqualTo(Arrays.copyOfRange(whole, cut * UNITS, whole.length));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 1L << 40})
  void leavesOutOtherUnitsInOtherStepsAndForOtherSeeds(long step) {
    Dropout dropout = new Dropout(1, 0.4f, 0);
    float[] mask = mask(dropout, step, 0, SAMPLES);
    assertThat(mask(dropout, step + 1, 0, SAMPLES)).isNotEqualTo(mask);
    assertThat(mask(new Dropout(2, 0.4f, 0), step, 0, SAMPLES)).isNotEqualTo(mask);
    assertThat(dropout.applies(1)).isTrue();
    assertThat(dropout.applies(2)).isFalse();
  }

  private static float[] mask(Dropout dropout, long step, int first, int samples) {
    float[] mask = new float[UNITS * samples];
    dropout.factors(step, 1, UNITS, first, samples, mask, 0);
    return mask;
  }
}
