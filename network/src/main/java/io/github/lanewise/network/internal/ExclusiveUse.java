package io.github.lanewise.network.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/** Notices two threads inside one object that only one may use at a time. */
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
              + ": one thread at a time, and another one is inside; make one object per thread");
    }
  }

  /** Gives the object back. */
  public void exit() {
    taken.setRelease(false);
  }
}
