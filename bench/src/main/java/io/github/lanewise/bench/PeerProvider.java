package io.github.lanewise.bench;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Where a library comes from. The peers are found by {@link ServiceLoader}, so that this module
 * compiles and runs without them.
 *
 * @param <L> what the libraries of one duel can do
 */
interface PeerProvider<L> {

  /** The name on command lines. */
  String id();

  /**
   * Loads the library.
   *
   * @throws UnsupportedOperationException if it is not on this machine or cannot use as many
   *     threads; the message says what to do
   */
  L open(int threads);

  /**
   * Requires that a library, asked after it has been set to a number of threads, uses as many.
   *
   * @throws UnsupportedOperationException if it uses fewer
   */
  static void requireThreads(int asked, long used) {
    if (used < asked) {
      throw new UnsupportedOperationException(
          "uses at most %d of the %d threads asked for: try --threads %d"
              .formatted(used, asked, used));
    }
  }

  /** The providers of one kind, as far as they are on the class path. */
  static <P extends PeerProvider<?>> List<P> all(Class<P> kind) {
    return ServiceLoader.load(kind).stream().map(ServiceLoader.Provider::get).toList();
  }

  /**
   * The provider with a name.
   *
   * @throws IllegalArgumentException if none has it
   */
  static <P extends PeerProvider<?>> P named(String id, List<P> providers) {
    return providers.stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "library: must be one of %s, got %s"
                    .formatted(providers.stream().map(PeerProvider::id).toList(), id)));
  }
}
