package io.github.lanewise.network.internal;

import io.github.lanewise.network.Network;
import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The reading of a model file, in a flight recording. */
@Name("io.github.lanewise.ModelLoad")
@Label("Model Load")
@Description("A model file was read")
@Category("Lanewise")
@Enabled(false)
@StackTrace(false)
public final class ModelLoadEvent extends Event {
  @Label("Path")
  String path = "";

  @Label("Architecture")
  String architecture = "";

  @Label("Parameters")
  long parameters;

  /** Ends what {@code begin} began. */
  public void end(Path file, Network network) {
    end();
    if (shouldCommit()) {
      path = file.toString();
      architecture = ArchitectureText.format(network.layers());
      parameters = network.parameterCount();
      commit();
    }
  }
}
