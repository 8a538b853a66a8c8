package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatsTest {
  @Test
  void keepsWhatIsAdded() {
    Floats floats = new Floats();
    float[] added = new float[5000];
    for (int i = 0; i < added.length; i++) {
      added[i] = i;
      floats.add(i);
    }
    assertThat(floats.toArray()).isEqualTo(added);
  }

  @Test
  void growsUpToTheLargestArray() {
    assertThat(Floats.grown(1024)).isEqualTo(1536);
    int size = 1024;
    for (int i = 0; i < 100; i++) {
      assertThat(Floats.grown(size)).isGreaterThanOrEqualTo(size);
      size = Floats.grown(size);
    }
    assertThat(size).isEqualTo(Integer.MAX_VALUE - 8);
  }
}
