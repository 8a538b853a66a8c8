package io.github.lanewise.kernels.internal;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Decides, once, what computes: the vector kernels or plain loops. Both give the bits of the scalar
 * definition.
 *
 * <p>{@code -Dlanewise.simd=auto} (the default) runs the vector kernels and refuses where they
 * would be slow: without the {@code jdk.incubator.vector} module, without HotSpot's C2 compiler,
 * without hardware FMA; or wrong: after a failed {@link SelfCheck}. {@code off} runs plain loops,
 * the definitions themselves or {@link PlainGemm}, on any JVM; {@code force} runs the vector
 * kernels wherever the module is present, checked or not. Nothing falls back in silence.
 *
 * <p>The self-check runs inside this class's initialisation, so no other class may use this one in
 * its own: two threads could then wait for each other.
 */
public final class Simd {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String OFF_REMEDY =
      "; -Dlanewise.simd=off computes the same bits with plain loops";

  /** What can be done where the vector kernels are refused although they could run. */
  static final String REMEDIES = "; -Dlanewise.simd=force runs them all the same" + OFF_REMEDY;

  private static final String FLUSHES =
      "this thread flushes subnormal numbers to zero, as native code built with -ffast-math makes it do, and would compute"
          + " other bits than other threads: add -XX:+RestoreMXCSROnJNICalls or keep that code away;"
          + " -Dlanewise.simd=off and force run without this check";

  // In an array, so that no compiler computes with it.
  private static final float[] TINY = {Float.MIN_VALUE};

  /**
   * What the properties and the JVM call for: whether the vector kernels run, at what width, after
   * a check or without one, and why not where they are refused.
   */
  private record Decision(
      boolean vector, int bits, boolean check, @Nullable RuntimeException refusal) {}

  private static final Decision UNCHECKED = decide();
  private static final boolean VECTOR = UNCHECKED.vector;
  // Kernels that the check runs ask vector(), on this thread: VECTOR stands, nothing is
  // refused yet.
  private static final Decision DECISION = UNCHECKED.check ? checked(UNCHECKED) : UNCHECKED;
  private static final boolean REFUSED = DECISION.refusal != null;

  static {
    System.getLogger("io.github.lanewise.kernels").log(Level.DEBUG, Simd::describe);
  }

  private Simd() {}

  /**
   * Whether the vector kernels run; otherwise plain loops do. A constant to the compiler.
   *
   * @throws UnsupportedOperationException if this JVM cannot run the vector kernels well or fails
   *     their self-check; the message names the remedy
   * @throws IllegalArgumentException if a {@code lanewise.simd} property has an unknown value
   */
  public static boolean vector() {
    if (REFUSED) {
      throw refusal();
    }
    return VECTOR;
  }

  /** Whether vector kernels are out of the question; unlike {@link #vector}, never throws. */
  static boolean off() {
    return !VECTOR;
  }

  /** Whether this JVM could run vector kernels well, although plain loops were chosen. */
  static boolean couldRunVectors() {
    return decideVector(false, System.getProperty("lanewise.simd.bits", "")).vector;
  }

  /**
   * Requires a JVM that is not refused and a calling thread that keeps subnormal numbers. The
   * latter is not part of the self-check, because HotSpot runs static initialisers with a
   * floating-point control word of its own, whatever the thread's is.
   *
   * @throws UnsupportedOperationException if the JVM is refused, or the thread flushes them to zero
   *     and the vector kernels are not forced
   * @throws IllegalArgumentException if a {@code lanewise.simd} property has an unknown value
   */
  public static void requireUsable() {
    if (vector() && UNCHECKED.check && TINY[0] * 3f == 0f) {
      throw new UnsupportedOperationException(FLUSHES);
    }
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
        : "plain loops (-Dlanewise.simd=off), on " + jvm;
  }

  private static RuntimeException refusal() {
    RuntimeException refusal = DECISION.refusal;
    return refusal instanceof IllegalArgumentException
        ? new IllegalArgumentException(refusal.getMessage())
        : new UnsupportedOperationException(refusal == null ? "" : refusal.getMessage());
  }

  private static Decision checked(Decision decision) {
    String failure = SelfCheck.failure();
    return failure == null ? decision : refuse(new UnsupportedOperationException(failure));
  }

  private static Decision decide() {
    String mode = System.getProperty("lanewise.simd", "auto");
    String bits = System.getProperty("lanewise.simd.bits", "");
    if (!bits.isEmpty() && !bits.matches("128|256|512")) {
      return refuse(
          new IllegalArgumentException("lanewise.simd.bits must be 128, 256 or 512, got " + bits));
    }
    return switch (mode) {
      case "off" -> new Decision(false, 0, false, null);
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
                  + " command"
                  + OFF_REMEDY));
    }
    int widest = VectorWidth.widestBits();
    if (widest < VectorWidth.LEAST_BITS) {
      return refuse(
          new UnsupportedOperationException(
              "the vector kernels need vectors of 128 bits, and this JVM has "
                  + widest
                  + ": remove -XX:MaxVectorSize"
                  + OFF_REMEDY));
    }
    int chosen = bits.isEmpty() ? widest : Integer.parseInt(bits);
    if (force) {
      return new Decision(true, chosen, false, null);
    }
    String missing = JvmRequirements.missing();
    if (missing != null) {
      return refuse(new UnsupportedOperationException(missing + REMEDIES));
    }
    if (chosen > widest) {
      return refuse(
          new UnsupportedOperationException(
              "lanewise.simd.bits="
                  + chosen
                  + " is wider than this JVM's "
                  + widest
                  + "-bit vectors: leave it out"
                  + OFF_REMEDY));
    }
    return new Decision(true, chosen, true, null);
  }

  private static Decision refuse(RuntimeException why) {
    return new Decision(false, 0, false, why);
  }

  private static boolean vectorModuleIsReadable() {
    return ModuleLayer.boot()
        .findModule(VECTOR_MODULE)
        .filter(module -> Simd.class.getModule().canRead(module))
        .isPresent();
  }
}
