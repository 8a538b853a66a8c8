package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that walk the catalog walk every public kernel. */
class KernelCatalogTest {

  @Test
  void listsEveryPublicMethodThatTakesArrays() throws IOException {
    Set<String> listed =
        KernelCatalog.ALL.stream()
            .map(kernel -> kernel.name().replaceFirst(" .*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(publicKernels()).isEqualTo(listed);
  }

  @Test
  void listsEveryActivation() {
    for (Class<?> type : Activation.class.getPermittedSubclasses()) {
      assertThat(Activation.all()).hasAtLeastOneElementOfType(type);
    }
    assertThat(KernelCatalog.ALL)
        .extracting(Kernel::name)
        .containsAll(
            Activation.all().stream()
                .flatMap(
                    g -> Stream.of("Activation.forward " + g.id(), "Activation.backward " + g.id()))
                .toList());
  }

  private static Set<String> publicKernels() throws IOException {
    String url = Lanewise.class.getResource("Lanewise.class").toString();
    Path directory = Path.of(URI.create(url)).getParent();
    Set<String> kernels = new TreeSet<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replaceFirst("\\.class$", "");
        Class<?> type = load(Lanewise.class.getPackageName() + "." + name);
        boolean activation = Activation.class.isAssignableFrom(type) && type != Activation.class;
        // A packed matrix goes wherever GemmTest has an unpacked one.
        boolean packed = type == PackedMatrix.class;
        if (Modifier.isPublic(type.getModifiers()) && !activation && !packed) {
          for (Method method : type.getDeclaredMethods()) {
            boolean takesArrays = Arrays.asList(method.getParameterTypes()).contains(float[].class);
            if (Modifier.isPublic(method.getModifiers()) && takesArrays) {
              kernels.add(type.getSimpleName() + "." + method.getName());
            }
          }
        }
      }
    }
    return kernels;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Lanewise.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
