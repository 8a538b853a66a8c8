package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.internal.Lanes;
import org.junit.jupiter.api.Test;

class HadamardTest {
  @Test
  void multipliesEveryElement() {
    for (int n : new int[] {0, 1, Lanes.LANES - 1, Lanes.LANES, Lanes.LANES + 1}) {
      float[] x = new float[n + 1];
      float[] y = new float[n + 2];
      float[] expected = new float[n + 2];
      for (int i = 0; i < n; i++) {
        x[i + 1] = i + 0.5f;
        y[i + 2] = 3 - i;
        expected[i + 2] = x[i + 1] * y[i + 2];
      }
      Hadamard.multiplyInPlace(n, x, 1, y, 2);
      assertThat(y).isEqualTo(expected);
    }
  }

  @Test
  void rejectsRangesOutsideAnArray() {
    assertThatThrownBy(() -> Hadamard.multiplyInPlace(2, new float[2], 1, new float[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
