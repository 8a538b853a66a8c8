package io.github.lanewise.bench;

import java.util.function.Supplier;

/** One problem in one library, set up to run. */
interface Entrant extends Repeated, AutoCloseable {

  /** Frees what it holds outside of Java's heap. */
  @Override
  void close();

  /**
   * Sets a peer up and runs it once.
   *
   * @param otherwise closes what has been set up before, if the peer fails
   * @throws PeerRefusal if the peer throws an exception
   */
  static <E extends Entrant> E ofPeer(Supplier<E> setUp, Runnable otherwise) {
    try {
      E peer = setUp.get();
      try {
        peer.run(1);
      } catch (Throwable e) {
        peer.close();
        throw e;
      }
      return peer;
    } catch (RuntimeException e) {
      otherwise.run();
      throw new PeerRefusal(e);
    } catch (Error e) {
      otherwise.run();
      throw e;
    }
  }
}
