package io.github.lanewise.bench;

import java.util.List;

/** Where a {@link TrainLibrary} comes from. */
interface TrainProvider extends PeerProvider<TrainLibrary> {

  /** The libraries that Lanewise is compared with, as far as they are on the class path. */
  static List<TrainProvider> peers() {
    return PeerProvider.all(TrainProvider.class);
  }
}
