package io.github.lanewise.network.internal;

import io.github.lanewise.network.Network;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What the events of model files tell. */
@Category("Lanewise")
@Enabled(false)
@StackTrace(false)
public abstract class ModelFileEvent extends Event {
  @Label("Path")
  String path = "";

  @Label("Architecture")
  String architecture = "";

  @Label("Parameters")
  long parameters;

  /** Ends what {@code begin} began. */
  public final void end(Path file, Network network) {
    end();
    if (shouldCommit()) {
      path = file.toString();
      architecture = ArchitectureText.format(network.layers());
      parameters = network.parameterCount();
      commit();
    }
  }
}
