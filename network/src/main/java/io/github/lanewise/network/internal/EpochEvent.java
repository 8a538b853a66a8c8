package io.github.lanewise.network.internal;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An epoch of a trainer, in a flight recording. */
@Name("io.github.lanewise.Epoch")
@Label("Epoch")
@Description("Steps through all samples of a data set")
public final class EpochEvent extends TrainingEvent {
  private static final EpochEvent PROBE = new EpochEvent();

  @Label("Epoch")
  @Description("Number of the epoch, counted from 1")
  long epoch;

  @Label("Samples")
  int samples;

  @Label("Steps")
  @Description("Steps that the trainer has taken so far")
  long steps;

  @Label("Mean Cost")
  @Description("Mean of J over the samples, each as its batch was met")
  float cost;

  /** Returns an event that begins now, or null while no recording wants it. */
  public static @Nullable EpochEvent begun() {
    return begun(PROBE, EpochEvent::new);
  }

  /** Ends it. */
  public void end(long epoch, int samples, long steps, float cost) {
    end();
    if (shouldCommit()) {
      this.epoch = epoch;
      this.samples = samples;
      this.steps = steps;
      this.cost = cost;
      commit();
    }
  }
}
