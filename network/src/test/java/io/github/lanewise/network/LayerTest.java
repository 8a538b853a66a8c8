package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Identity;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  void rejectsSizesBelowOne() {
    assertThatThrownBy(() -> new Layer(0, 1, new Identity()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: inputs must be >= 1, got inputs=0");
    assertThatThrownBy(() -> new Layer(1, -2, new Identity()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: units must be >= 1, got units=-2");
  }
}
