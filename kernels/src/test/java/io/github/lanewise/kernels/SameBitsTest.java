package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel gives the same bits on every path, at every vector width and JIT tier. */
class SameBitsTest {

  private static final int WIDEST = VectorShape.preferredShape().vectorBitSize();

  private static List<String> plainLoops = List.of();

  /** A JVM and how {@link Lanewise#describe} begins in it. */
  record Path(String describes, List<String> options) {}

  @BeforeAll
  static void runThePlainLoops() {
    plainLoops = digests(new Path("plain loops", List.of("-Dlanewise.simd=off")));
  }

  static List<Path> widths() {
    List<Path> paths = new ArrayList<>();
    paths.add(new Path("vector kernels, " + WIDEST + "-bit", List.of()));
    for (int bits = 128; bits < WIDEST; bits *= 2) {
      paths.add(
          new Path("vector kernels, " + bits + "-bit", List.of("-Dlanewise.simd.bits=" + bits)));
    }
    return paths;
  }

  static List<Path> tiers() {
    return List.of(
        new Path("vector kernels", List.of("-Dlanewise.simd=force", "-Xint")),
        new Path("vector kernels", List.of("-Dlanewise.simd=force", "-XX:TieredStopAtLevel=1")),
        new Path("vector kernels", List.of("-XX:-TieredCompilation", "-Xbatch")),
        new Path("plain loops", List.of("-Dlanewise.simd=off", "-Xint")));
  }

  /** Vectors that the JVM has no instructions for, and fma that it has none for, among them. */
  static List<Path> instructionSets() {
    List<Path> paths = new ArrayList<>();
    if (System.getProperty("os.arch").equals("amd64")) {
      for (int avx = 0; avx <= 3; avx++) {
        String useAvx = "-XX:UseAVX=" + avx;
        paths.add(new Path("vector kernels", List.of(useAvx, "-Dlanewise.simd=force")));
        paths.add(new Path("plain loops", List.of(useAvx, "-Dlanewise.simd=off")));
      }
    }
    paths.add(
        new Path(
            "vector kernels, 512-bit",
            List.of("-XX:MaxVectorSize=16", "-Dlanewise.simd=force", "-Dlanewise.simd.bits=512")));
    return paths;
  }

  /** C2 under stress, compiling at once; {@link VmFlagsTest} runs the tests of all kernels so. */
  static List<Path> stress() {
    List<String> options = new ArrayList<>(VmFlagsTest.stress(0));
    options.addAll(List.of("-XX:-TieredCompilation", "-Xbatch"));
    return List.of(new Path("vector kernels", options));
  }

  @ParameterizedTest
  @MethodSource({"widths", "tiers", "instructionSets", "stress"})
  void equalTheScalarDefinition(Path path) {
    assertThat(digests(path)).isEqualTo(plainLoops);
  }

  @Test
  void largeProductsEqualThePlainLoops() {
    List<String> plain = digests(new Path("plain loops", List.of("-Dlanewise.simd=off")), "large");
    long products =
        KernelCatalog.ALL.stream().filter(kernel -> kernel.name().startsWith("Gemm")).count();
    assertThat(plain).hasSize((int) products + Transpose.values().length);
    for (Path path : widths()) {
      assertThat(digests(path, "large")).as("%s", path).isEqualTo(plain);
    }
  }

  @Test
  void theDigestsCoverEveryKernelAndDiffer() {
    assertThat(plainLoops).hasSize(KernelCatalog.ALL.size() + Transpose.values().length);
    assertThat(plainLoops.stream().map(line -> line.substring(line.lastIndexOf(' '))))
        .doesNotHaveDuplicates();
  }

  private static List<String> digests(Path path, String... arguments) {
    List<String> lines =
        ChildJvm.of(KernelDigest.class)
            .options(path.options)
            .run(arguments)
            .outputOfSuccess()
            .lines()
            .toList();
    assertThat(lines.getFirst()).startsWith(path.describes);
    return lines.subList(1, lines.size());
  }
}
