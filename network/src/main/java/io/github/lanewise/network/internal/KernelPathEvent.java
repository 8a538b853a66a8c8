package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Lanewise;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Which kernels compute, in a flight recording: told when a trainer or predictor is made. */
@Name("io.github.lanewise.KernelPath")
@Label("Kernel Path")
@Description("Which kernels compute: vector kernels or plain loops, how wide, on which JVM")
@Category("Lanewise")
@Enabled(false)
@StackTrace(false)
public final class KernelPathEvent extends Event {
  @Label("Path")
  String path = "";

  /** Tells it. */
  public static void tell() {
    var event = new KernelPathEvent();
    if (event.isEnabled()) {
      event.path = Lanewise.describe();
      event.commit();
    }
  }
}
