package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Gemm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class KernelCoverageTest {

  private static final String KERNELS = "io/github/lanewise/kernels/";
  private static final String BENCHMARKS = "io/github/lanewise/bench/";

  @Test
  void callsEveryPublicKernelFromABenchmark() throws IOException, URISyntaxException {
    Set<String> kernels = new TreeSet<>();
    for (ClassModel type : classes(Gemm.class, KERNELS)) {
      if (type.flags().has(AccessFlag.PUBLIC)) {
        type.methods().stream()
            .filter(method -> method.flags().has(AccessFlag.PUBLIC))
            .filter(method -> !method.methodName().equalsString("<init>"))
            .filter(method -> method.methodType().stringValue().contains("[F"))
            .map(method ->
                (isActivation(type) ? "Activation" : name(type)) + "." + method.methodName())
            .forEach(kernels::add);
      }
    }

    Set<String> called = new TreeSet<>();
    for (ClassModel type : classes(GemmBenchmark.class, BENCHMARKS)) {
      // GemmBenchmark's products are those of the duel's sides.
      if (name(type).endsWith("Benchmark") || name(type).startsWith("LanewiseGemm")) {
        StreamSupport.stream(type.constantPool().spliterator(), false)
            .filter(MemberRefEntry.class::isInstance)
            .map(MemberRefEntry.class::cast)
            .filter(member -> member.owner().asInternalName().startsWith(KERNELS))
            .map(member ->
                member.owner().asInternalName().substring(KERNELS.length()) + "." + member.name())
            .forEach(called::add);
      }
    }
    assertThat(kernels)
        .contains("Gemm.gemm", "PackedMatrix.forward", "Activation.backward", "Update.adam");
    assertThat(called).containsAll(kernels);
  }

  @Test
  void comparesEveryActivationInBothDirections() {
    List<String> names = ActivationCases.of(Effort.FULL).stream().map(Case::name).toList();
    assertThat(names).hasSize(2 * Activation.all().size());
    for (Activation activation : Activation.all()) {
      assertThat(names).anyMatch(name -> name.matches(activation.id() + " +forward"));
      assertThat(names).anyMatch(name -> name.matches(activation.id() + " +backward"));
    }
  }

  /** Benchmarks call activations through their interface. */
  private static boolean isActivation(ClassModel type) {
    return type.interfaces().stream()
        .anyMatch(of -> of.asInternalName().equals(KERNELS + "Activation"));
  }

  private static String name(ClassModel type) {
    String name = type.thisClass().asInternalName();
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The classes of a package, from the directory or jar that one of them comes from. */
  private static List<ClassModel> classes(Class<?> oneOfThem, String directory)
      throws IOException, URISyntaxException {
    URI location = oneOfThem.getProtectionDomain().getCodeSource().getLocation().toURI();
    Path path = Path.of(location);
    if (Files.isDirectory(path)) {
      return parse(path.resolve(directory));
    }
    try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
      return parse(jar.getPath(directory));
    }
  }

  private static List<ClassModel> parse(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> {
            try {
              return ClassFile.of().parse(Files.readAllBytes(file));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }
}
