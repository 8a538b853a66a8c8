package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tests of the kernels pass in JVMs with other instructions, compilers and collectors, and
 * where C2 makes its free choices at random.
 */
@Tag("long")
class VmFlagsTest {

  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final int STRESS_SEEDS = 10;
  private static final String FORCE = "-Dlanewise.simd=force";

  private static final String ALL = ".*";

  /**
   * Where fma is software or everything is interpreted; {@link SameBitsTest} runs the rest there.
   */
  private static final String FEW = ".*\\.(Argmax|BiasAdd|Hadamard|RowReduce|WorkerTeam)Test";

  /** Without the tests of scalar functions and of bad calls, where C2 has little to choose. */
  private static final String KERNELS = "(?!.*(Math|BadCalls)).*";

  /** A JVM and a regular expression for the test classes that run in it. */
  record Vm(List<String> options, String tests) {}

  /** The flags of reliability tests of C2 itself, in the order of its phases. */
  static List<String> stress(int seed) {
    return List.of(
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:+StressIncrementalInlining",
        "-XX:+StressIGVN",
        "-XX:+StressCCP",
        "-XX:+StressMacroExpansion",
        "-XX:+StressUnstableIfTraps",
        "-XX:+StressGCM",
        "-XX:+StressLCM",
        "-XX:+AbortVMOnCompilationFailure",
        "-XX:RepeatCompilation=3",
        "-XX:StressSeed=" + seed);
  }

  static List<Vm> stressed() {
    List<Vm> vms = new ArrayList<>();
    for (int seed = 1; seed <= STRESS_SEEDS; seed++) {
      vms.add(new Vm(stress(seed), KERNELS));
    }
    return vms;
  }

  /** Narrower vectors than the machine has. */
  static List<Vm> widths() {
    List<Vm> vms = new ArrayList<>();
    for (int bits = 128; bits < VectorShape.preferredShape().vectorBitSize(); bits *= 2) {
      vms.add(new Vm(List.of("-Dlanewise.simd.bits=" + bits), ALL));
    }
    return vms;
  }

  static List<Vm> collectors() {
    return List.of(
        new Vm(List.of("-XX:+UseSerialGC"), ALL),
        new Vm(List.of("-XX:+UseParallelGC"), ALL),
        new Vm(List.of("-XX:+UseZGC"), ALL));
  }

  static List<Vm> compilers() {
    return List.of(
        new Vm(List.of(FORCE, "-XX:TieredStopAtLevel=1"), ALL),
        new Vm(List.of(FORCE, "-Xint"), FEW));
  }

  static List<Vm> instructionSets() {
    List<Vm> vms = new ArrayList<>();
    if (System.getProperty("os.arch").equals("amd64")) {
      vms.add(new Vm(List.of(FORCE, "-XX:UseAVX=0"), FEW));
      vms.add(new Vm(List.of(FORCE, "-XX:UseAVX=1"), ALL));
      vms.add(new Vm(List.of(FORCE, "-XX:UseAVX=2"), ALL));
      vms.add(new Vm(List.of(FORCE, "-XX:UseAVX=3"), ALL));
    }
    return vms;
  }

  @ParameterizedTest
  @MethodSource({"widths", "instructionSets", "compilers", "collectors", "stressed"})
  void theTestsPass(Vm vm) {
    List<String> lines =
        ChildJvm.of(SuiteRunner.class)
            .options(vm.options)
            .limit(LIMIT)
            .run(vm.tests)
            .outputOfSuccess()
            .lines()
            .toList();
    assertThat(lines.get(lines.size() - 2)).startsWith("vector kernels");
    assertThat(Integer.parseInt(lines.getLast())).isGreaterThan(vm.tests.equals(FEW) ? 30 : 200);
  }
}
