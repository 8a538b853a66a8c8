package io.github.lanewise.kernels.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the kernel variants at build time. Run in source-launch mode: {@code java
 * GenerateKernels.java <sourceDirectory> <outputDirectory>}. Replaces all Java files of the output
 * directory.
 */
final class GenerateKernels {

  private GenerateKernels() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "GenerateKernels: expected <sourceDirectory> <outputDirectory>, got "
              + args.length
              + " arguments");
    }
    Path sourceDirectory = Path.of(args[0]);
    Path outputDirectory = Path.of(args[1]);
    removeJavaFiles(outputDirectory);
    try {
      MicroKernelGenerator.generate(outputDirectory);
      BlockTransposeGenerator.generate(outputDirectory);
      SkewedDotsGenerator.generate(outputDirectory);
      RowSumsGenerator.generate(outputDirectory);
      ElementwiseGenerator.generate(sourceDirectory, outputDirectory);
    } catch (DefinitionException problems) {
      System.err.println(problems.getMessage());
      System.exit(1);
    }
  }

  /** Removes what an earlier run wrote: its definition may be gone. */
  private static void removeJavaFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> paths = Files.walk(directory)) {
      files = paths.filter(path -> path.toString().endsWith(".java")).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
