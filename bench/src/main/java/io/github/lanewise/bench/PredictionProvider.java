package io.github.lanewise.bench;

import java.util.List;

/** Where a {@link PredictionLibrary} comes from. */
interface PredictionProvider extends PeerProvider<PredictionLibrary> {

  /** The libraries that Lanewise is compared with, as far as they are on the class path. */
  static List<PredictionProvider> peers() {
    return PeerProvider.all(PredictionProvider.class);
  }

  /** Their names. */
  static List<String> ids() {
    return peers().stream().map(PredictionProvider::id).toList();
  }

  /**
   * One of those libraries.
   *
   * @throws IllegalArgumentException if none has that name
   */
  static PredictionProvider named(String id) {
    return PeerProvider.named(id, peers());
  }
}
