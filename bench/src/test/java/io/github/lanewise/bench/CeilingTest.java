package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CeilingTest {

  @Test
  void isForNoMoreCoresThanThereAre() {
    assertThat(new Ceiling(1).cores()).isEqualTo(1);
    assertThat(new Ceiling(1024).cores()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }
}
