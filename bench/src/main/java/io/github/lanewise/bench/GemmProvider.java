package io.github.lanewise.bench;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Where a {@link GemmLibrary} comes from. The peers are found by {@link ServiceLoader}, so that
 * this module compiles and runs without them.
 */
interface GemmProvider {

  /** The name on command lines. */
  String id();

  /**
   * Loads the library.
   *
   * @throws UnsupportedOperationException if it is not on this machine or cannot use as many
   *     threads; the message says what to do
   */
  GemmLibrary open(int threads);

  /** The libraries that Lanewise is compared with, as far as they are on the class path. */
  static List<GemmProvider> peers() {
    return ServiceLoader.load(GemmProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /**
   * Lanewise or one of the peers.
   *
   * @throws IllegalArgumentException if none has that name
   */
  static GemmProvider named(String id) {
    List<GemmProvider> all =
        Stream.concat(Stream.of(LanewiseGemm.PROVIDER), peers().stream()).toList();
    return all.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "library: must be one of %s, got %s"
                    .formatted(all.stream().map(GemmProvider::id).toList(), id)));
  }
}
