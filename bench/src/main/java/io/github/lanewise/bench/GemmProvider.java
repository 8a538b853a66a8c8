package io.github.lanewise.bench;

import java.util.List;
import java.util.stream.Stream;

/** Where a {@link GemmLibrary} comes from. */
interface GemmProvider extends PeerProvider<GemmLibrary> {

  /** The libraries that Lanewise is compared with, as far as they are on the class path. */
  static List<GemmProvider> peers() {
    return PeerProvider.all(GemmProvider.class);
  }

  /**
   * Lanewise or one of the peers.
   *
   * @throws IllegalArgumentException if none has that name
   */
  static GemmProvider named(String id) {
    return PeerProvider.named(
        id, Stream.concat(Stream.of(LanewiseGemm.PROVIDER), peers().stream()).toList());
  }
}
