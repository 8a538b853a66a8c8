package io.github.lanewise.network.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices a second call inside an object that takes one at a time: of another thread, or of the
 * same one, out of what the object has called.
 */
public final class ExclusiveUse {
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * Takes the object; {@link #exit} must follow.
   *
   * @throws IllegalStateException if it is taken
   */
  public void enter(String routine) {
    if (taken.getAndSet(true)) {
      throw new IllegalStateException(
          routine
              + ": one call at a time, and another one is under way, on another thread (make one"
              + " object per thread) or around this one (a listener, a loss)");
    }
  }

  /** Gives the object back. */
  public void exit() {
    taken.setRelease(false);
  }
}
