package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Gemm;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the examples of README and guide as they stand there, on the class path, as a newcomer
 * would.
 */
class ReadmeExampleTest {

  private static final String IMPORTS =
      """
      import io.github.lanewise.kernels.*;
      import io.github.lanewise.network.*;
      import java.nio.file.Path;
      """;

  @TempDir private Path directory;

  @Test
  void learnsExclusiveOrAndServesIt() throws IOException, InterruptedException, URISyntaxException {
    List<String> examples = blocks("README.md");
    assertThat(examples).hasSize(2);
    String example = String.join("", examples);
    List<String> printed =
        run(
            IMPORTS
                + "void main() throws Exception {\n"
                + withoutImports(example)
                + "System.out.println(oneXorZero[0]);\n}\n");
    assertThat(Float.parseFloat(printed.getLast())).isBetween(0.9f, 1f);
    assertThat(directory.resolve("xor.safetensors")).isNotEmptyFile();
  }

  @Test
  void whatTheGuideShowsRunsAndPrintsWhatItSays()
      throws IOException, InterruptedException, URISyntaxException {
    List<String> examples = blocks("docs/guide.md");
    assertThat(examples).hasSize(8);
    StringBuilder program = new StringBuilder(IMPORTS);
    StringBuilder calls = new StringBuilder();
    for (int i = 1; i < examples.size(); i++) { // the first are the imports
      program.append("void example%d() throws Exception {\n%s}\n".formatted(i, examples.get(i)));
      calls.append("example%d();\n".formatted(i));
    }
    List<String> printed = run(program + "void main() throws Exception {\n" + calls + "}\n");
    assertThat(printed).hasSize(4);
    assertThat(printed.get(0)).isEqualTo("1.0");
    assertThat(Float.parseFloat(printed.get(1))).isBetween(1.4f, 1.6f);
    assertThat(printed.get(2)).isEqualTo("25.0");
    assertThat(printed.get(3)).isEqualTo("4.0");
  }

  /** Runs a source file and returns what it prints, without the JVM's warnings. */
  private List<String> run(String program)
      throws IOException, InterruptedException, URISyntaxException {
    Path source = Files.writeString(directory.resolve("Example.java"), program);
    Path output = directory.resolve("output.txt");
    Path errors = directory.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "--class-path="
                    + location(Network.class)
                    + File.pathSeparator
                    + location(Gemm.class),
                source.toString())
            .directory(directory.toFile())
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    return Files.readAllLines(output);
  }

  private static List<String> blocks(String page) throws IOException {
    return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("..", page)))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  private static String withoutImports(String example) {
    return example.replaceAll("(?m)^import .*$", "");
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    URI uri = type.getProtectionDomain().getCodeSource().getLocation().toURI();
    return Path.of(uri);
  }
}
