package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.testing.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A JVM that cannot run the vector kernels well refuses at first use and names the remedy; nothing
 * falls back in silence.
 */
class SimdChoiceTest {

  private static final String OFF_REMEDY =
      "; -Dlanewise.simd=off computes the same bits with plain loops";
  private static final String FORCE_REMEDY = "; -Dlanewise.simd=force runs them all the same";

  private static final String FOUND = "the self-check found something";

  private static final String NO_MODULE =
      "the vector kernels need the module jdk.incubator.vector: add --add-modules"
          + " jdk.incubator.vector to the java command"
          + OFF_REMEDY;
  private static final String NO_FMA =
      "the vector kernels need fused multiply-add in hardware: remove -XX:-UseFMA or -XX:UseAVX=0,"
          + " or use a CPU with FMA"
          + FORCE_REMEDY
          + OFF_REMEDY;
  private static final String NO_C2 =
      "the vector kernels need HotSpot's C2 compiler: remove %s" + FORCE_REMEDY + OFF_REMEDY;

  /** Uses two kernels and prints what came of it, then what the library says of itself. */
  static final class FirstUse {
    public static void main(String[] args) {
      attempt(() -> RowReduce.sum(1, 2, 1f, new float[] {1f, 2f}, 0, 1, new float[1], 0));
      attempt(FirstUse::multiply);
      System.out.println(Lanewise.describe());
    }

    private static void multiply() {
      float[] c = {0f};
      Gemm.gemm(
          Transpose.NO,
          Transpose.NO,
          1,
          1,
          2,
          1f,
          new float[] {1f, 2f},
          0,
          1,
          new float[] {3f, 4f},
          0,
          2,
          0f,
          c,
          0,
          1,
          new GemmWorkspace());
      System.out.println(c[0]);
    }

    private static void attempt(Runnable use) {
      try {
        use.run();
        System.out.println("works");
      } catch (IllegalArgumentException | UnsupportedOperationException e) {
        System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
      }
    }
  }

  /** A JVM, the exception of first use in it, and its message. */
  record Refusal(List<String> options, boolean vectorModule, Class<?> exception, String message) {

    ChildJvm child() {
      ChildJvm child = ChildJvm.of(FirstUse.class).options(options);
      return vectorModule ? child : child.withoutVectorModule();
    }
  }

  static List<Refusal> refusals() {
    Class<?> unsupported = UnsupportedOperationException.class;
    List<Refusal> refusals = new ArrayList<>();
    refusals.add(new Refusal(List.of(), false, unsupported, NO_MODULE));
    refusals.add(new Refusal(List.of("-XX:-UseFMA"), true, unsupported, NO_FMA));
    if (System.getProperty("os.arch").equals("amd64")) {
      refusals.add(new Refusal(List.of("-XX:UseAVX=0"), true, unsupported, NO_FMA));
    }
    refusals.add(
        new Refusal(
            List.of("-XX:TieredStopAtLevel=1"),
            true,
            unsupported,
            NO_C2.formatted("-XX:TieredStopAtLevel")));
    refusals.add(
        new Refusal(
            List.of("-XX:TieredStopAtLevel=3"),
            true,
            unsupported,
            NO_C2.formatted("-XX:TieredStopAtLevel")));
    refusals.add(
        new Refusal(
            List.of("-XX:CompilationMode=quick-only"),
            true,
            unsupported,
            NO_C2.formatted("-XX:CompilationMode")));
    refusals.add(
        new Refusal(
            List.of("-Xint"), true, unsupported, NO_C2.formatted("-Xint or -XX:-UseCompiler")));
    refusals.add(
        new Refusal(
            List.of("-XX:TieredStopAtLevel=0"),
            true,
            unsupported,
            NO_C2.formatted("-XX:TieredStopAtLevel")));
    refusals.add(
        new Refusal(
            List.of("-XX:+UnlockExperimentalVMOptions", "-XX:-EnableVectorReboxing"),
            true,
            unsupported,
            "the vector kernels need C2 to make instructions of the Vector API: remove"
                + " -XX:-EnableVectorReboxing"
                + FORCE_REMEDY
                + OFF_REMEDY));
    return refusals;
  }

  static List<Refusal> unknownValues() {
    return List.of(
        new Refusal(
            List.of("-Dlanewise.simd.bits=300"),
            true,
            IllegalArgumentException.class,
            "lanewise.simd.bits must be 128, 256 or 512, got 300"),
        new Refusal(
            List.of("-Dlanewise.simd.bits=wide"),
            true,
            IllegalArgumentException.class,
            "lanewise.simd.bits must be 128, 256 or 512, got wide"),
        new Refusal(
            List.of("-Dlanewise.simd=fast"),
            true,
            IllegalArgumentException.class,
            "lanewise.simd must be auto, off or force, got fast"));
  }

  /** Sets the CPU to flush subnormal numbers, on this thread, as -ffast-math code does. */
  static final class FirstUseWhereFlushed {

    // fenv_t of glibc on x86-64: 28 bytes of the x87 unit, then MXCSR with these two bits.
    private static final long FENV_BYTES = 32;
    private static final long MXCSR = 28;
    private static final int FLUSH_TO_ZERO_AND_DENORMALS_ARE_ZERO = 0x8040;

    @SuppressWarnings("restricted")
    public static void main(String[] args) throws Throwable {
      Linker linker = Linker.nativeLinker();
      FunctionDescriptor type = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
      SymbolLookup libm = SymbolLookup.libraryLookup("libm.so.6", Arena.global());
      MethodHandle get = linker.downcallHandle(libm.findOrThrow("fegetenv"), type);
      MethodHandle set = linker.downcallHandle(libm.findOrThrow("fesetenv"), type);
      MemorySegment environment = Arena.global().allocate(FENV_BYTES, 8);
      int got = (int) get.invokeExact(environment);
      environment.set(
          ValueLayout.JAVA_INT,
          MXCSR,
          environment.get(ValueLayout.JAVA_INT, MXCSR) | FLUSH_TO_ZERO_AND_DENORMALS_ARE_ZERO);
      int put = (int) set.invokeExact(environment);
      if (got != 0 || put != 0) {
        throw new IllegalStateException("fegetenv: " + got + ", fesetenv: " + put);
      }
      FirstUse.main(args);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void refusesWorkspacesWhereSubnormalNumbersAreFlushed() {
    assertThat(flushing().run().outputOfSuccess().lines())
        .startsWith(
            "works",
            "UnsupportedOperationException: this thread flushes subnormal numbers to zero, as native"
                + " code built with -ffast-math makes it do, and would compute other bits than other"
                + " threads: add -XX:+RestoreMXCSROnJNICalls or keep that code away;"
                + " -Dlanewise.simd=off and force run without this check");
    assertWorks(flushing().option("-XX:+RestoreMXCSROnJNICalls"), "vector kernels");
    assertWorks(flushing().option("-Dlanewise.simd=force"), "vector kernels");
    assertWorks(flushing().option("-Dlanewise.simd=off"), "plain loops");
  }

  private static ChildJvm flushing() {
    return ChildJvm.of(FirstUseWhereFlushed.class).option("--enable-native-access=ALL-UNNAMED");
  }

  /** The self-check runs while the first of them initialises what the others wait for. */
  static final class FirstUseByManyThreads {
    public static void main(String[] args) throws InterruptedException {
      List<Thread> threads = new ArrayList<>();
      for (Kernel kernel : KernelCatalog.ALL) {
        Map<String, Integer> sizes =
            Map.of("rows", 40, "columns", 2, "length", 80, "m", 40, "n", 3, "k", 4);
        Runnable call =
            kernel.bind().apply(KernelCases.arguments(kernel, sizes, 0, RandomCases.generator(1)));
        threads.add(new Thread(call));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println("works");
    }
  }

  @Test
  void manyThreadsMayBeginAtOnce() {
    assertThat(ChildJvm.of(FirstUseByManyThreads.class).run().outputOfSuccess())
        .isEqualTo("works\n");
  }

  @ParameterizedTest
  @MethodSource({"refusals", "unknownValues"})
  void refusesAtFirstUseAndNamesTheRemedy(Refusal refusal) {
    String thrown = refusal.exception.getSimpleName() + ": " + refusal.message;
    assertThat(refusal.child().run().outputOfSuccess().lines())
        .containsExactly(thrown, thrown, "refused: " + refusal.message);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void worksWhereSwitchedOff(Refusal refusal) {
    assertWorks(refusal.child().option("-Dlanewise.simd=off"), "plain loops");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:-UseFMA", "-XX:TieredStopAtLevel=1", "-Xint"})
  void runsTheVectorKernelsWhereForced(String option) {
    assertWorks(
        ChildJvm.of(FirstUse.class).options(List.of(option, "-Dlanewise.simd=force")),
        "vector kernels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Da=b", "-Dlanewise.simd=auto", "-XX:-TieredCompilation"})
  void runsTheVectorKernelsWhereNothingIsMissing(String option) {
    assertWorks(ChildJvm.of(FirstUse.class).option(option), "vector kernels");
  }

  /** With a self-check that finds something, in the place of the library's. */
  @Test
  void refusesAtFirstUseWhatTheSelfCheckFinds(@TempDir Path classes) throws IOException {
    writeFailingSelfCheck(classes);
    String refusal = "UnsupportedOperationException: " + FOUND;
    assertThat(ChildJvm.of(FirstUse.class).withClassesOf(classes).run().outputOfSuccess().lines())
        .containsExactly(refusal, refusal, "refused: " + FOUND);
    for (String choice : List.of("force", "off")) {
      assertWorks(
          ChildJvm.of(FirstUse.class).withClassesOf(classes).option("-Dlanewise.simd=" + choice),
          choice.equals("off") ? "plain loops" : "vector kernels");
    }
  }

  private static void writeFailingSelfCheck(Path classes) throws IOException {
    String name = "io/github/lanewise/kernels/internal/SelfCheck.class";
    Path target = classes.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream original = Lanewise.class.getClassLoader().getResourceAsStream(name)) {
      ClassFile classFile = ClassFile.of();
      ClassModel selfCheck = classFile.parse(Objects.requireNonNull(original).readAllBytes());
      byte[] failing =
          classFile.transformClass(
              selfCheck,
              (builder, element) -> {
                if (element instanceof MethodModel method
                    && method.methodName().equalsString("failure")
                    && method.methodTypeSymbol().parameterCount() == 0) {
                  builder.withMethodBody(
                      method.methodName(),
                      method.methodType(),
                      method.flags().flagsMask(),
                      code -> code.loadConstant(FOUND).areturn());
                } else {
                  builder.with(element);
                }
              });
      Files.write(target, failing);
    }
  }

  @Test
  void refusesMoreBitsThanTheMachineHas() {
    String output =
        ChildJvm.of(FirstUse.class)
            .options(List.of("-XX:MaxVectorSize=16", "-Dlanewise.simd.bits=256"))
            .run()
            .outputOfSuccess();
    assertThat(output)
        .startsWith(
            "UnsupportedOperationException: lanewise.simd.bits=256 is wider than this JVM's 128-bit"
                + " vectors: leave it out"
                + OFF_REMEDY);
  }

  private static void assertWorks(ChildJvm child, String description) {
    assertThat(child.run().outputOfSuccess().lines())
        .hasSize(4)
        .startsWith("works", "11.0", "works")
        .last()
        .asString()
        .startsWith(description);
  }
}
