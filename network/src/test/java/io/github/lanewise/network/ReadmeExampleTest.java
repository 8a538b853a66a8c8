package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Gemm;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's example as it stands there, on the class path, as a newcomer would. */
class ReadmeExampleTest {

  @TempDir private Path directory;

  @Test
  void learnsExclusiveOr() throws IOException, InterruptedException, URISyntaxException {
    Path program = Files.writeString(directory.resolve("Example.java"), program(example()));
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--class-path="
                    + location(Network.class)
                    + File.pathSeparator
                    + location(Gemm.class),
                program.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(Float.parseFloat(printed.lines().toList().getLast())).isBetween(0.9f, 1f);
    assertThat(directory.resolve("xor.safetensors")).isNotEmptyFile();
  }

  private static String program(String example) {
    return """
    import io.github.lanewise.kernels.*;
    import io.github.lanewise.network.*;
    import java.nio.file.Path;

    void main() throws Exception {
    %s
      System.out.println(oneXorZero[0]);
    }
    """
        .formatted(example);
  }

  private static String example() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    URI uri = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(uri);
  }
}
