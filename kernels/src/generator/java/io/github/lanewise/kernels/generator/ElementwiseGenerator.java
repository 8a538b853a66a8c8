package io.github.lanewise.kernels.generator;

import com.sun.source.tree.MethodTree;
import io.github.lanewise.kernels.generator.LoopsWriter.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the loops of the elementwise kernels from their scalar definitions, the methods annotated
 * {@code @Elementwise} or {@code @FixedOrderSum}: the definition itself per element, and the same
 * operations in the same order on vectors.
 */
final class ElementwiseGenerator {

  private ElementwiseGenerator() {}

  /**
   * Generates {@code <Type>Loops} for each type with definitions.
   *
   * @throws DefinitionException if definitions leave the language
   */
  static void generate(Path sourceDirectory, Path outputDirectory) throws IOException {
    SourceIndex index = SourceIndex.parse(sourceDirectory);
    List<String> problems = new ArrayList<>();
    for (SourceType type : index.types()) {
      List<Loop> loops = loops(index, type, problems);
      if (!loops.isEmpty() && problems.isEmpty()) {
        Path directory = outputDirectory.resolve(type.packageName().replace('.', '/'));
        Files.createDirectories(directory);
        Files.writeString(
            directory.resolve(LoopsWriter.className(type) + ".java"),
            LoopsWriter.write(type, loops));
      }
    }
    if (!problems.isEmpty()) {
      throw new DefinitionException(problems);
    }
  }

  private static List<Loop> loops(SourceIndex index, SourceType type, List<String> problems) {
    List<Loop> loops = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (MethodTree method : type.methodsOfNestedTypes()) {
      if (Definition.isMarked(method)) {
        problems.add(
            new DefinitionException(
                    type,
                    method.getName().toString(),
                    method,
                    "a definition is a method of a top-level type")
                .getMessage());
      }
    }
    for (MethodTree method : type.methods()) {
      if (!Definition.isMarked(method)) {
        continue;
      }
      try {
        Definition definition = Definition.of(type, method);
        if (!names.add(definition.name())) {
          throw new DefinitionException(
              type, definition.name(), method, "another definition has this name");
        }
        List<String> accumulators = definition.isSum() ? SumWriter.ACCUMULATORS : List.of("");
        List<VectorBody> bodies = new ArrayList<>();
        for (String accumulator : accumulators) {
          bodies.add(VectorTranslator.translate(index, definition, accumulator));
        }
        loops.add(new Loop(definition, bodies));
      } catch (DefinitionException problem) {
        problems.add(problem.getMessage());
      }
    }
    return loops;
  }
}
