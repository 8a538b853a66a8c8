package io.github.lanewise.network.internal;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What the events of training share. */
@Category("Lanewise")
@Enabled(false)
@StackTrace(false)
abstract class TrainingEvent extends Event {

  /**
   * Returns a new event that begins now, or null, without allocating, while no recording wants such
   * events.
   *
   * @param probe one of them, which is asked whether any recording does
   */
  static <E extends TrainingEvent> @Nullable E begun(E probe, Supplier<E> maker) {
    if (!probe.isEnabled()) {
      return null;
    }
    E event = maker.get();
    event.begin();
    return event;
  }
}
