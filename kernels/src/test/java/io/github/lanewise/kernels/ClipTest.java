package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClipTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @Test
  void scalesThenLimits() {
    RandomGenerator random = RandomCases.generator(1);
    for (int length = 0; length <= 70; length++) {
      for (float limit : new float[] {0, 0.25f, INFINITY}) {
        float[] dW = new float[length + 3];
        for (int i = 0; i < dW.length; i++) {
          dW[i] = (float) random.nextGaussian();
        }
        float[] wanted = dW.clone();
        for (int i = 2; i < length + 2; i++) {
          wanted[i] = Math.max(-limit, Math.min(limit, 0.3f * dW[i]));
        }
        Update.clip(length, 0.3f, limit, dW, 2);
        assertThat(sameButForTheSignOfZero(dW, wanted)).as("length %d", length).isTrue();
      }
    }
  }

  @Test
  void limitsInfinitiesAndKeepsNaN() {
    float[] dW = new float[40];
    Arrays.fill(dW, 0, 20, INFINITY);
    Arrays.fill(dW, 20, 39, -INFINITY);
    dW[39] = Float.NaN;
    Update.clip(40, 1, 2, dW, 0);
    assertThat(Arrays.copyOf(dW, 20)).containsOnly(2);
    assertThat(Arrays.copyOfRange(dW, 20, 39)).containsOnly(-2);
    assertThat(dW[39]).isNaN();
  }

  private static boolean sameButForTheSignOfZero(float[] one, float[] other) {
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i]) {
        return false;
      }
    }
    return true;
  }
}
