package io.github.lanewise.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A child JVM runs what it is told, with the options it is given. */
class ChildJvmTest {

  /** Prints what it was given and ends with the code it was given. */
  static final class Echo {
    public static void main(String[] args) {
      System.out.print(System.getProperty("echo") + " " + String.join(",", args));
      System.err.print(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
      System.exit(Integer.parseInt(args[0]));
    }
  }

  /** Never ends. */
  static final class Endless {
    public static void main(String[] args) throws InterruptedException {
      System.out.print("started");
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void returnsOutputAndExitCode() {
    ChildJvm.Result result =
        ChildJvm.of(Echo.class).option("-Decho=option").withoutVectorModule().run("3", "x y");
    assertThat(result).isEqualTo(new ChildJvm.Result(3, "option 3,x y", "false"));
  }

  @Test
  void hasTheVectorModuleUnlessToldOtherwise() {
    assertThat(ChildJvm.of(Echo.class).run("0").errors()).endsWith("true");
  }

  @Test
  void showsWhatAFailedChildWrote() {
    ChildJvm.Result result = ChildJvm.of(Echo.class).option("-Decho=told").run("1");
    assertThatThrownBy(result::outputOfSuccess)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("told 1");
  }

  @Test
  void endsAChildThatTakesTooLong() {
    assertThatThrownBy(() -> ChildJvm.of(Endless.class).limit(Duration.ofSeconds(3)).run())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no end within PT3S")
        .hasMessageContaining("started");
  }
}
