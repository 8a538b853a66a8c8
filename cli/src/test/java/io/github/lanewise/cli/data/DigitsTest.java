package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DigitsTest {
  @Test
  void holdsTheWholeDataSet() throws IOException {
    Dataset digits = Digits.load();
    assertThat(digits.samples()).isEqualTo(1797);
    assertThat(digits.features()).isEqualTo(64);
    assertThat(digits.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    int[] counts = new int[10];
    for (float y : digits.y()) {
      counts[(int) y]++;
    }
    assertThat(counts).containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    double sum = 0;
    for (float x : digits.x()) {
      assertThat(x).isBetween(0f, 16f);
      sum += x;
    }
    // Any slip of one cell would move pixels into labels.
    assertThat(sum).isEqualTo(561_718);
  }
}
