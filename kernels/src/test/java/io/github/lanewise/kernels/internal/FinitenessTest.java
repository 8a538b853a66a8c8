package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FinitenessTest {

  @Test
  void seesEveryElementAndNoOther() {
    for (int length = 0; length <= 70; length++) {
      float[] x = new float[length + 2];
      for (float finite :
          new float[] {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE}) {
        Arrays.fill(x, finite);
        assertThat(Finiteness.allFinite(length, x, 1)).isTrue();
      }
      for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY}) {
        for (int at = 0; at < x.length; at++) {
          x[at] = bad;
          boolean outside = at == 0 || at == length + 1;
          assertThat(Finiteness.allFinite(length, x, 1))
              .as("%s at %d of %d", bad, at - 1, length)
              .isEqualTo(outside);
          x[at] = 1f;
        }
      }
    }
  }
}
