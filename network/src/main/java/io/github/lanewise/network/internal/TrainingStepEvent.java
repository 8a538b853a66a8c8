package io.github.lanewise.network.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * A step of a trainer, in a flight recording; at most 100 a second unless its throttle says
 * otherwise.
 */
@Name("io.github.lanewise.TrainingStep")
@Label("Training Step")
@Description("Forward, backward and update of the samples of one step")
@Throttle("100/s")
public final class TrainingStepEvent extends TrainingEvent {
  private static final TrainingStepEvent PROBE = new TrainingStepEvent();

  @Label("Step")
  @Description("Number of the step, counted from 1")
  long step;

  @Label("Samples")
  int samples;

  @Label("Cost")
  @Description("J of the samples before the update")
  float cost;

  /** Returns an event that begins now, or null while no recording wants it. */
  public static @Nullable TrainingStepEvent begun() {
    return begun(PROBE, TrainingStepEvent::new);
  }

  /** Ends it. */
  public void end(long step, int samples, float cost) {
    end();
    if (shouldCommit()) {
      this.step = step;
      this.samples = samples;
      this.cost = cost;
      commit();
    }
  }
}
