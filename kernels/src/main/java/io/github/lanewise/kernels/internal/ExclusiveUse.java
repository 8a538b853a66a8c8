package io.github.lanewise.kernels.internal;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices a second call inside an object that takes one at a time: of another thread, or of the
 * same one, out of what the object has called. Costs a call one exchange, about 5 ns.
 */
public final class ExclusiveUse {
  private final AtomicBoolean taken = new AtomicBoolean();
  private final String remedy;

  /** Makes one whose message ends in what the caller can do. */
  public ExclusiveUse(String remedy) {
    this.remedy = remedy;
  }

  /**
   * Takes the object; {@link #exit} must follow.
   *
   * @throws IllegalStateException if it is taken
   */
  public void enter(String routine) {
    if (taken.getAndSet(true)) {
      throw new IllegalStateException(
          routine + ": one call at a time, and another one is under way" + remedy);
    }
  }

  /** Gives the object back. */
  public void exit() {
    taken.setRelease(false);
  }
}
