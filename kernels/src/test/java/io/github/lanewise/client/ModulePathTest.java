package io.github.lanewise.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.kernels.Sums;
import io.github.lanewise.testing.ChildJvm;
import org.junit.jupiter.api.Test;

/** On the module path the kernels need no flag: their descriptor requires the vector module. */
class ModulePathTest {

  /** Uses a kernel as any program would. */
  static final class Client {
    public static void main(String[] args) {
      System.out.println(Sums.sum(3, new float[] {1f, 2f, 3f}, 0));
      System.out.println(Lanewise.class.getModule().getName());
      System.out.println(Lanewise.describe());
    }
  }

  @Test
  void runsTheVectorKernelsWithoutAFlag() {
    String output =
        ChildJvm.of(Client.class)
            .onModulePath("io.github.lanewise.kernels")
            .run()
            .outputOfSuccess();
    assertThat(output.lines())
        .hasSize(3)
        .startsWith("6.0", "io.github.lanewise.kernels")
        .last()
        .asString()
        .startsWith("vector kernels");
  }
}
