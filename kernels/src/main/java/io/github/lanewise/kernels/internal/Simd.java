package io.github.lanewise.kernels.internal;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides, once, what computes: the vector kernels or the scalar definition. Both give the same
 * bits.
 *
 * <p>{@code -Dlanewise.simd=auto} (the default) runs the vector kernels and refuses where they
 * would be slow: without the {@code jdk.incubator.vector} module, without HotSpot's C2 compiler,
 * without hardware FMA. {@code off} runs the scalar definition on any JVM; {@code force} runs the
 * vector kernels wherever the module is present. Nothing falls back in silence.
 */
public final class Simd {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String OFF_REMEDY =
      "-Dlanewise.simd=off computes the same bits with scalar code";

  /**
   * What was decided: whether the vector kernels run, at what width, and why not where they were
   * refused.
   */
  private record Decision(boolean vector, int bits, @Nullable RuntimeException refusal) {}

  private static final Decision DECISION = decide();
  private static final boolean VECTOR = DECISION.vector;
  private static final boolean REFUSED = DECISION.refusal != null;

  static {
    System.getLogger("io.github.lanewise.kernels").log(Level.DEBUG, Simd::describe);
  }

  private Simd() {}

  /**
   * Whether the vector kernels run; otherwise the scalar definition does. A constant to the
   * compiler.
   *
   * @throws UnsupportedOperationException if this JVM cannot run the vector kernels well; the
   *     message names the remedy
   * @throws IllegalArgumentException if a {@code lanewise.simd} property has an unknown value
   */
  public static boolean vector() {
    if (REFUSED) {
      throw refusal();
    }
    return VECTOR;
  }

  /** One line that says which path runs and why. */
  public static String describe() {
    RuntimeException refusal = DECISION.refusal;
    if (refusal != null) {
      return "refused: " + refusal.getMessage();
    }
    String jvm = System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    return VECTOR
        ? "vector kernels, " + DECISION.bits + "-bit, on " + jvm
        : "scalar definition (-Dlanewise.simd=off), on " + jvm;
  }

  private static RuntimeException refusal() {
    RuntimeException refusal = DECISION.refusal;
    return refusal instanceof IllegalArgumentException
        ? new IllegalArgumentException(refusal.getMessage())
        : new UnsupportedOperationException(refusal == null ? "" : refusal.getMessage());
  }

  private static Decision decide() {
    String mode = System.getProperty("lanewise.simd", "auto");
    String bits = System.getProperty("lanewise.simd.bits", "");
    if (!bits.isEmpty() && !bits.matches("128|256|512")) {
      return refuse(
          new IllegalArgumentException("lanewise.simd.bits must be 128, 256 or 512, got " + bits));
    }
    return switch (mode) {
      case "off" -> new Decision(false, 0, null);
      case "auto", "force" -> decideVector(mode.equals("force"), bits);
      default ->
          refuse(
              new IllegalArgumentException(
                  "lanewise.simd must be auto, off or force, got " + mode));
    };
  }

  private static Decision decideVector(boolean force, String bits) {
    if (!vectorModuleIsReadable()) {
      return refuse(
          new UnsupportedOperationException(
              "the vector kernels need the module jdk.incubator.vector: add --add-modules jdk.incubator.vector to the java"
                  + " command; "
                  + OFF_REMEDY));
    }
    int widest = Lanes.widestBits();
    int chosen = bits.isEmpty() ? widest : Integer.parseInt(bits);
    if (force) {
      return new Decision(true, chosen, null);
    }
    String missing = missing();
    if (missing != null) {
      return refuse(
          new UnsupportedOperationException(
              missing + "; -Dlanewise.simd=force runs them all the same; " + OFF_REMEDY));
    }
    if (chosen > widest) {
      return refuse(
          new UnsupportedOperationException(
              "lanewise.simd.bits="
                  + chosen
                  + " is wider than this JVM's "
                  + widest
                  + "-bit vectors: leave it out; "
                  + OFF_REMEDY));
    }
    return new Decision(true, chosen, null);
  }

  private static Decision refuse(RuntimeException why) {
    return new Decision(false, 0, why);
  }

  private static boolean vectorModuleIsReadable() {
    return ModuleLayer.boot()
        .findModule(VECTOR_MODULE)
        .filter(module -> Simd.class.getModule().canRead(module))
        .isPresent();
  }

  /** What this JVM lacks for fast vector kernels, with the remedy; null if nothing. */
  private static @Nullable String missing() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (hotSpot == null) {
      return "the vector kernels need HotSpot: run on an OpenJDK build with C2";
    }
    if (!flag(hotSpot, "UseCompiler", "true")) {
      return "the vector kernels need HotSpot's C2 compiler: remove -Xint";
    }
    if (flag(hotSpot, "TieredCompilation", "true") && !flag(hotSpot, "TieredStopAtLevel", "4")) {
      return "the vector kernels need HotSpot's C2 compiler: remove -XX:TieredStopAtLevel";
    }
    if (flag(hotSpot, "UseJVMCICompiler", "true")) {
      return "the vector kernels need HotSpot's C2 compiler: remove -XX:+UseJVMCICompiler";
    }
    if (flag(hotSpot, "UseFMA", "false")) {
      return "the vector kernels need fused multiply-add in hardware: remove -XX:-UseFMA or -XX:UseAVX=0, or use a CPU"
          + " with FMA";
    }
    return null;
  }

  private static boolean flag(HotSpotDiagnosticMXBean hotSpot, String name, String value) {
    try {
      return hotSpot.getVMOption(name).getValue().equals(value);
    } catch (IllegalArgumentException absent) {
      return false;
    }
  }
}
