package io.github.lanewise.kernels.generator;

import io.github.lanewise.kernels.generator.LoopsWriter.Loop;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Prints sums of fixed order: 16 chains over the whole blocks of 16 elements, joined by a halving
 * tree, then the rest one by one. The chains lie in one vector of 16 lanes, two of 8 or four of 4.
 */
final class SumWriter {

  /** The vectors of chains; how many are used depends on the lanes. */
  static final List<String> ACCUMULATORS = List.of("acc0", "acc1", "acc2", "acc3");

  private static final int CHAINS = 16;

  private final JavaPrinter out;

  SumWriter(JavaPrinter out) {
    this.out = out;
  }

  /**
   * The scalar sum, which is the definition of the order, and the choice between it and vectors.
   */
  void sum(Definition definition) {
    String name = definition.name();
    String declarations = LoopsWriter.declarations(definition, array -> "");
    String arguments = LoopsWriter.arguments(definition, array -> array + "Offset");
    String chain = definition.parameters().getFirst().name();
    out.line(
        1, "/** {@code %s} over a range, in the fixed order. */", step(definition, array -> array));
    out.wrapped(1, "static float %s(%s) {", name, "int length, " + declarations);
    out.line(2, "int whole = length - length %% %d;", CHAINS);
    out.line(2, "float %s = 0f;", chain);
    out.line(2, "if (Simd.vector() && whole > 0) {");
    out.wrapped(3, chain + " = Vectors.%s(%s);", name, "whole, " + arguments);
    out.line(2, "} else if (whole > 0) {");
    out.wrapped(3, chain + " = %sJoined(%s);", name, "0, 1, whole, " + arguments);
    out.line(2, "}");
    out.line(2, "for (int i = whole; i < length; i++) {");
    out.line(3, "%s = %s;", chain, step(definition, array -> array + "[" + array + "Offset + i]"));
    out.line(2, "}");
    out.line(2, "return %s;", chain);
    out.line(1, "}");
    out.line(0, "");
    out.line(1, "/** The chains first, first + step, first + 2 * step, ... joined by halves. */");
    out.wrapped(
        1,
        "private static float %sJoined(%s) {",
        name,
        "int first, int step, int whole, " + declarations);
    out.line(2, "if (step < %d) {", CHAINS);
    out.wrapped(3, "return %sJoined(%s)", name, "first, 2 * step, whole, " + arguments);
    out.wrapped(4, "+ %sJoined(%s);", name, "first + step, 2 * step, whole, " + arguments);
    out.line(2, "}");
    out.line(2, "float %s = 0f;", chain);
    out.line(2, "for (int i = first; i < whole; i += %d) {", CHAINS);
    out.line(3, "%s = %s;", chain, step(definition, array -> array + "[" + array + "Offset + i]"));
    out.line(2, "}");
    out.line(2, "return %s;", chain);
    out.line(1, "}");
    out.line(0, "");
  }

  /** The constant patterns by which the tree moves lanes. */
  void patterns() {
    for (int distance = CHAINS / 2; distance >= 1; distance /= 2) {
      out.line(2, "private static final VectorShuffle<Float> PLUS_%d =", distance);
      out.line(4, "VectorShuffle.iota(SPECIES, %d, 1, true);", distance);
    }
  }

  /** The sum of the whole blocks on vectors; conditions on the lanes are constants to C2. */
  void vectorSum(Loop loop) {
    Definition definition = loop.definition();
    out.wrapped(
        2,
        "static float %s(%s) {",
        definition.name(),
        "int whole, " + LoopsWriter.declarations(definition, array -> ""));
    for (String statement : loop.bodies().getFirst().beforeLoop()) {
      out.statement(3, statement);
    }
    for (String accumulator : ACCUMULATORS) {
      out.line(3, "FloatVector %s = FloatVector.zero(SPECIES);", accumulator);
    }
    out.line(3, "for (int p = 0; p < whole; p += %d) {", CHAINS);
    for (int k = 0; k < ACCUMULATORS.size(); k++) {
      out.line(4, k == 0 ? "{" : k == 1 ? "if (LANES < 16) {" : "if (LANES < 8) {");
      out.line(5, "int i = p%s;", k == 0 ? "" : k == 1 ? " + LANES" : " + " + k + " * LANES");
      for (String statement : loop.bodies().get(k).inLoop()) {
        out.statement(5, statement);
      }
      out.line(4, "}");
    }
    out.line(3, "}");
    out.line(3, "if (LANES < 8) {");
    out.line(4, "acc0 = acc0.add(acc2);");
    out.line(4, "acc1 = acc1.add(acc3);");
    out.line(3, "}");
    out.line(3, "FloatVector joined = acc0.add(LANES < 16 ? acc1 : acc0.rearrange(PLUS_8));");
    out.line(3, "if (LANES >= 8) {");
    out.line(4, "joined = joined.add(joined.rearrange(PLUS_4));");
    out.line(3, "}");
    out.line(3, "joined = joined.add(joined.rearrange(PLUS_2));");
    out.line(3, "return joined.add(joined.rearrange(PLUS_1)).lane(0);");
    out.line(2, "}");
  }

  /** The call of the definition, its elements as {@code element} writes them. */
  private static String step(Definition definition, Function<String, String> element) {
    return definition.parameters().stream()
        .map(parameter ->
            parameter.role() == Definition.Role.ELEMENT
                ? element.apply(parameter.name())
                : parameter.name())
        .collect(
            Collectors.joining(
                ", ", definition.type().name() + "." + definition.name() + "(", ")"));
  }
}
