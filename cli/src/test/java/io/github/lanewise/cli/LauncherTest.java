package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the script at the root in a small tree of its own, with a Maven and a JDK that only tell.
 */
class LauncherTest {
  private static final List<String> SYSTEM_TOOLS =
      List.of(
          "cat", "dirname", "find", "grep", "head", "mkdir", "readlink", "sed", "stty", "touch");

  @TempDir private Path temp;

  private Path root;
  private Path script;
  private Path tools;
  private Path jdk;

  private record Run(int exitCode, List<String> out, List<String> err) {}

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(temp.resolve("a tree"));
    script = Files.copy(scriptOfThisProject(), root.resolve("lanewise"));
    for (String module : List.of("kernels", "network", "cli", "bench")) {
      Files.createDirectories(root.resolve(module).resolve("src/test"));
      write(root.resolve(module).resolve("pom.xml"), "");
    }
    Files.createDirectories(root.resolve(".mvn"));
    write(root.resolve("pom.xml"), "");
    tools = Files.createDirectories(temp.resolve("tools"));
    jdk = temp.resolve("a jdk");
    fakeJdk(jdk, "25.0.3");
    fakeMaven("printf 'Property settings:\\n    java.home = %s\\n' '" + jdk + "'");
    // Sources are older than any build, as after a clone.
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
  }

  @Test
  void buildsOnFirstUseOnly() throws Exception {
    Run first = run(root, script, "train");
    assertThat(first.err()).containsExactly("lanewise: building (first use) ...");
    assertThat(first.exitCode()).isEqualTo(0);
    assertThat(run(root, script, "train").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void passesArgumentsOnUnchanged() throws Exception {
    Run run = run(root, script, "train", "--label", "two words", "", "*");
    assertThat(run.out())
        .endsWith(
            "[-m]",
            "[io.github.lanewise.cli/io.github.lanewise.cli.Main]",
            "[train]",
            "[--label]",
            "[two words]",
            "[]",
            "[*]")
        .contains("[" + root.toRealPath().resolve("cli/target/lib") + "]");
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    assertThat(run(root, script, "exit", "2").exitCode()).isEqualTo(2);
  }

  @Test
  void runsFromAnywhereThroughSymbolicLinks() throws Exception {
    Path elsewhere = Files.createDirectories(temp.resolve("else where"));
    Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), script);
    Path relative = Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("absolute"));
    Path viaDirectory = Files.createSymbolicLink(temp.resolve("link"), root).resolve("lanewise");
    for (Path way : List.of(absolute, relative, viaDirectory, Path.of("../a tree/lanewise"))) {
      Run run = run(elsewhere, way, "train");
      assertThat(run.exitCode()).as("%s", way).isEqualTo(0);
      assertThat(run.out()).contains("[" + root.toRealPath().resolve("cli/target/lib") + "]");
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhereSourcesHaveChanged() throws Exception {
    run(root, script, "train");
    write(root.resolve("network/src/New.java"), "");
    touchLater(root.resolve("network/src/New.java"));
    assertThat(run(root, script, "train").err())
        .containsExactly("lanewise: building (sources have changed) ...");
  }

  @Test
  void doesNotBuildAgainForTests() throws Exception {
    run(root, script, "train");
    write(root.resolve("network/src/test/NewTest.java"), "");
    touchLater(root.resolve("network/src/test/NewTest.java"));
    assertThat(run(root, script, "train").err()).isEmpty();
  }

  @Test
  void tellsWhyABuildFailedAndTriesAgain() throws Exception {
    fakeMaven("echo '[ERROR] Foo.java:[1,2] not a statement'; exit 1");
    for (int i = 0; i < 2; i++) {
      Run run = run(root, script, "train");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .containsExactly(
              "lanewise: building (first use) ...",
              "[ERROR] Foo.java:[1,2] not a statement",
              "lanewise: the build failed, see above");
    }
  }

  @Test
  void doesNotRunWhatAFailedBuildLeft() throws Exception {
    run(root, script, "train");
    write(root.resolve("cli/src/New.java"), "");
    touchLater(root.resolve("cli/src/New.java"));
    fakeMaven("exit 1");
    assertThat(run(root, script, "train").exitCode()).isEqualTo(1);
    assertThat(run(root, script, "train").exitCode()).isEqualTo(1);
  }

  @Test
  void fallsBackToAJdk25OfTheEnvironment() throws Exception {
    run(root, script, "train");
    Files.delete(jdk.resolve("bin/java"));
    Path other = temp.resolve("other jdk");
    fakeJdk(other, "25");
    assertThat(run(root, Map.of("JAVA_HOME", other.toString()), script, "train").exitCode())
        .isEqualTo(0);
    fakeJdk(other, "17.0.1");
    Run run = run(root, Map.of("JAVA_HOME", other.toString()), script, "train");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly(
            "lanewise: building (the JDK of the last build is gone) ...",
            "lanewise: no JDK 25 found: install one or set JAVA_HOME");
  }

  @Test
  void saysThatTheJdkIsGoneWhereNothingCanBeBuilt() throws Exception {
    run(root, script, "train");
    Files.delete(jdk.resolve("bin/java"));
    Files.delete(tools.resolve("mvn"));
    Run run = run(root, script, "train");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly("lanewise: no JDK 25 found: install one or set JAVA_HOME");
  }

  @Test
  void buildsAgainWhereItsJdkHasMoved() throws Exception {
    run(root, script, "train");
    Path moved = Files.move(jdk, temp.resolve("moved jdk"));
    fakeMaven("printf '    java.home = %s\\n' '" + moved + "'");
    Run run = run(root, script, "train");
    assertThat(run.err())
        .containsExactly("lanewise: building (the JDK of the last build is gone) ...");
    assertThat(run.exitCode()).isEqualTo(0);
  }

  @Test
  void saysWhereItCannotWrite() throws Exception {
    write(root.resolve("cli/target"), "");
    Run run = run(root, script, "train");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly(
            "lanewise: building (first use) ...",
            "lanewise: cannot write in " + root.toRealPath().resolve("cli/target"));
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Run run = run(root, script, "train");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .containsExactly("lanewise: building needs Maven 3.8.1 or newer: no mvn on the PATH");
  }

  @Test
  void handsOverOptionsOfTheJvm() throws Exception {
    Map<String, String> options = Map.of("LANEWISE_JVM_OPTIONS", "-Xmx1g -Dlanewise.simd=off");
    assertThat(run(root, options, script, "train").out())
        .containsSubsequence("[-Xmx1g]", "[-Dlanewise.simd=off]", "[-m]", "[train]");
  }

  @Test
  void buildsTheDuelWithItsPeersAndApartFromTheRest() throws Exception {
    Run duel = run(root, script, "duel", "gemm", "--cases", "NN 16x");
    assertThat(duel.err())
        .containsExactly("lanewise: building (first use; downloads the peers, about 250 MB) ...");
    assertThat(duel.out())
        .contains("[--add-modules=jdk.incubator.vector]", "[--enable-native-access=ALL-UNNAMED]")
        .endsWith(
            "[" + root.toRealPath().resolve("bench/target/peers/lib/*") + "]",
            "[io.github.lanewise.bench.Duel]",
            "[gemm]",
            "[--cases]",
            "[NN 16x]");
    assertThat(mavenArguments()).contains("-pl bench -am -Ppeers -Dmaven.test.skip package");
    assertThat(run(root, script, "duel").err()).isEmpty();

    assertThat(run(root, script, "train").err())
        .containsExactly("lanewise: building (first use) ...");
    assertThat(mavenArguments()).contains("-pl cli -am -Dmaven.test.skip package");
    assertThat(run(root, script, "duel").err()).isEmpty();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void tellsWhatADuelCanDoWithoutItsPeers() throws Exception {
    for (String command : List.of("duel --help", "duel", "duel train -h", "duel gemm --version")) {
      Run run = run(root, script, command.split(" "));
      assertThat(run.exitCode()).as(command).isEqualTo(0);
      assertThat(run.out())
          .as(command)
          .containsSubsequence(
              "[" + root.toRealPath().resolve("bench/target/benchmarks.jar") + "]",
              "[io.github.lanewise.bench.Duel]");
    }
    assertThat(mavenArguments()).contains("-pl bench -am -Dmaven.test.skip package");
    assertThat(builds()).isEqualTo(1);

    write(root.resolve("bench/src/New.java"), "");
    touchLater(root.resolve("bench/src/New.java"));
    assertThat(run(root, script, "duel", "--help").err())
        .containsExactly("lanewise: building (sources have changed) ...");
    assertThat(mavenArguments()).contains("-pl bench -am -Dmaven.test.skip package");
    Files.delete(root.resolve("bench/src/New.java"));

    run(root, script, "duel", "gemm");
    assertThat(run(root, script, "duel", "gemm", "--help").out())
        .contains("[" + root.toRealPath().resolve("bench/target/peers/lib/*") + "]");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void downloadsPyTorchForTheDuelInTrainingOnly() throws Exception {
    Run train = run(root, script, "duel", "train", "--quick");
    assertThat(train.err())
        .containsExactly("lanewise: building (first use; downloads the peers, about 450 MB) ...");
    assertThat(train.out())
        .endsWith(
            "[" + root.toRealPath().resolve("bench/target/peers-train/lib/*") + "]",
            "[io.github.lanewise.bench.Duel]",
            "[train]",
            "[--quick]");
    assertThat(mavenArguments())
        .contains("-pl bench -am -Ppeers,peers-train -Dmaven.test.skip package");
    assertThat(run(root, script, "duel", "train").err()).isEmpty();

    assertThat(run(root, script, "duel", "gemm").err())
        .containsExactly("lanewise: building (first use; downloads the peers, about 250 MB) ...");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void buildsTheDuelAgainWhereItsSourcesHaveChanged() throws Exception {
    run(root, script, "duel");
    run(root, script, "train");
    write(root.resolve("bench/src/New.java"), "");
    touchLater(root.resolve("bench/src/New.java"));
    assertThat(run(root, script, "train").err()).isEmpty();
    assertThat(run(root, script, "duel").err())
        .containsExactly("lanewise: building (sources have changed) ...");
  }

  @Test
  void handsOptionsOfTheJvmAndExitCodesOfTheDuelOn() throws Exception {
    Map<String, String> options = Map.of("LANEWISE_JVM_OPTIONS", "-XX:UseAVX=2");
    Run run = run(root, options, script, "duel", "exit", "2");
    assertThat(run.out()).containsSubsequence("[-XX:UseAVX=2]", "[-cp]", "[exit]");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private static Path scriptOfThisProject() {
    Path directory = Path.of("").toAbsolutePath();
    Path here = directory.resolve("lanewise");
    return Files.isRegularFile(here) ? here : directory.resolveSibling("lanewise");
  }

  private int builds() throws IOException {
    return Files.readAllLines(temp.resolve("builds")).size();
  }

  /** What the last build was told. */
  private String mavenArguments() throws IOException {
    return Files.readAllLines(temp.resolve("builds")).getLast();
  }

  /** A Maven that does {@code shell}, whose output becomes the settings of the JDK. */
  private void fakeMaven(String shell) throws IOException {
    program(
        tools.resolve("mvn"),
        """
        echo "$*" >>'%s/builds'
        settings=$(%s) || { printf '%%s\\n' "$settings"; exit 1; }
        case $* in
          *' -pl cli '*) target=cli/target ;;
          *peers-train*) target=bench/target/peers-train ;;
          *-Ppeers*) target=bench/target/peers ;;
          *) target=bench/target ;;
        esac
        printf '%%s\\n' "$settings" >'%s/'"$target/jdk-settings.txt"
        """
            .formatted(temp, shell, root));
  }

  /** A JDK whose java prints each of its arguments in brackets. */
  private static void fakeJdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    program(
        home.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-09-16' >&2; exit; fi
        for argument in "$@"; do printf '[%%s]\\n' "$argument"; done
        case $* in *'exit 2') exit 2 ;; esac
        """
            .formatted(version));
  }

  private static void program(Path file, String shell) throws IOException {
    write(file, "#!/bin/sh\n" + shell);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }

  private static void touchLater(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private Run run(Path directory, Path program, String... args)
      throws IOException, InterruptedException {
    return run(directory, Map.of(), program, args);
  }

  private Run run(Path directory, Map<String, String> environment, Path program, String... args)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of(program.toString()), Stream.of(args)).toList();
    Path out = temp.resolve("out");
    Path err = temp.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("JAVA_HOME");
    // The tools of the system, but no Maven or Java of the machine.
    builder.environment().put("PATH", tools + ":" + systemTools());
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Run(
        exitCode,
        Files.readAllLines(out, StandardCharsets.UTF_8),
        Files.readAllLines(err, StandardCharsets.UTF_8));
  }

  private Path systemTools() throws IOException {
    Path system = temp.resolve("system");
    if (Files.notExists(system)) {
      Files.createDirectories(system);
      for (String tool : SYSTEM_TOOLS) {
        program(system.resolve(tool), "exec " + find(tool) + " \"$@\"");
      }
    }
    return system;
  }

  private static Path find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
