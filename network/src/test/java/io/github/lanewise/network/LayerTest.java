package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  void rejectsSizesThatAreNotPositive() {
    assertThatThrownBy(() -> new Layer(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: inputs must be positive, got inputs=0");
    assertThatThrownBy(() -> new Layer(1, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("layer: outputs must be positive, got outputs=-2");
  }
}
