package io.github.lanewise.kernels.internal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM must have for the vector kernels to be fast: HotSpot with its C2 compiler, which alone
 * turns the Vector API into instructions, and fused multiply-add in hardware.
 */
public final class JvmRequirements {

  /**
   * Flags without which C2 leaves the Vector API to calls and boxes: a hundred times slower. The
   * experimental ones are told only where they are unlocked, and nobody can turn them off
   * elsewhere.
   */
  private static final List<String> VECTOR_INTRINSICS =
      List.of("EnableVectorSupport", "EnableVectorReboxing", "Inline");

  /** Looks a HotSpot flag up. */
  @FunctionalInterface
  interface Flags {

    /** The value of a flag; null if this JVM has none of that name. */
    @Nullable String value(String name);
  }

  private JvmRequirements() {}

  /** Whether this JVM would make vector kernels fast; tells without {@link Simd}'s decision. */
  public static boolean areMet() {
    return missing() == null;
  }

  /** What this JVM lacks, with the remedy; null if nothing. */
  static @Nullable String missing() {
    return missing(System.getProperty("java.vm.name", "this JVM"), runningFlags());
  }

  static @Nullable String missing(String vmName, Flags flags) {
    // C2 is in the Server VM of HotSpot, whatever its builder calls it; OpenJ9, Graal's native
    // images and Zing are none.
    String useCompiler = flags.value("UseCompiler");
    if (!vmName.endsWith(" Server VM") || useCompiler == null) {
      return "the vector kernels need HotSpot's C2 compiler, which "
          + vmName
          + " lacks: run on an OpenJDK build with it";
    }
    // HotSpot turns level 0 into -Xint, and reads the level only where compilation is tiered.
    String level = flags.value("TieredStopAtLevel");
    if ("0".equals(level)
        || ("true".equals(flags.value("TieredCompilation")) && !"4".equals(level))) {
      return "the vector kernels need HotSpot's C2 compiler: remove -XX:TieredStopAtLevel";
    }
    if (useCompiler.equals("false")) {
      return "the vector kernels need HotSpot's C2 compiler: remove -Xint or -XX:-UseCompiler";
    }
    if ("quick-only".equals(flags.value("CompilationMode"))) {
      return "the vector kernels need HotSpot's C2 compiler: remove -XX:CompilationMode";
    }
    if ("true".equals(flags.value("UseJVMCICompiler"))) {
      return "the vector kernels need HotSpot's C2 compiler: remove -XX:+UseJVMCICompiler";
    }
    for (String intrinsics : VECTOR_INTRINSICS) {
      if ("false".equals(flags.value(intrinsics))) {
        return "the vector kernels need C2 to make instructions of the Vector API: remove -XX:-"
            + intrinsics;
      }
    }
    if ("false".equals(flags.value("UseFMA"))) {
      return "the vector kernels need fused multiply-add in hardware: remove -XX:-UseFMA or -XX:UseAVX=0, or use a CPU"
          + " with FMA";
    }
    return null;
  }

  private static Flags runningFlags() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return name -> {
      try {
        return hotSpot == null ? null : hotSpot.getVMOption(name).getValue();
      } catch (IllegalArgumentException absent) {
        return null;
      }
    };
  }
}
