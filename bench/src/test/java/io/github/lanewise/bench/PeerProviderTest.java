package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PeerProviderTest {

  @Test
  void acceptsALibraryThatUsesAllThreads() {
    assertThatCode(() -> PeerProvider.requireThreads(64, 64)).doesNotThrowAnyException();
  }

  @Test
  void refusesALibraryThatUsesFewerThreads() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> PeerProvider.requireThreads(65, 64))
        .withMessage("uses at most 64 of the 65 threads asked for: try --threads 64");
  }
}
