package io.github.lanewise.kernels.generator;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the kernel variants at build time. Run in source-launch mode: {@code java
 * GenerateKernels.java <baseSourceDir> <outputDir>}.
 */
final class GenerateKernels {
  private GenerateKernels() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException(
          "GenerateKernels: expected <baseSourceDir> <outputDir>, got "
              + args.length
              + " arguments");
    }
    Path sourceDirectory = Path.of(args[0]);
    Path outputDirectory = Path.of(args[1]);
    MicroKernelGenerator.generate(outputDirectory);
    BlockTransposeGenerator.generate(outputDirectory);
    try {
      ElementwiseGenerator.generate(sourceDirectory, outputDirectory);
    } catch (IllegalArgumentException problems) {
      System.err.println(problems.getMessage());
      System.exit(1);
    }
  }
}
