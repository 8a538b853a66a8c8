package io.github.lanewise.bench;

/** A peer that is loaded can't do one problem; the message says why. */
final class PeerRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PeerRefusal(RuntimeException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
