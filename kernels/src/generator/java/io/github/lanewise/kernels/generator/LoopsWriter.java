package io.github.lanewise.kernels.generator;

import io.github.lanewise.kernels.generator.Definition.Parameter;
import io.github.lanewise.kernels.generator.Definition.Role;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the class of loops that belongs to a type's definitions. */
final class LoopsWriter {

  private static final String INTERNAL = "io.github.lanewise.kernels.internal";

  private final JavaPrinter out = new JavaPrinter();
  private final SourceType type;

  private LoopsWriter(SourceType type) {
    this.type = type;
  }

  /** A definition with its translation; that of a sum is there once for each accumulator. */
  record Loop(Definition definition, List<VectorBody> bodies) {}

  static String className(SourceType type) {
    return type.name() + "Loops";
  }

  static String write(SourceType type, List<Loop> loops) {
    LoopsWriter writer = new LoopsWriter(type);
    writer.header(loops);
    SumWriter sums = new SumWriter(writer.out);
    for (Loop loop : loops) {
      if (loop.definition().isSum()) {
        sums.sum(loop.definition());
        continue;
      }
      if (loop.definition().isFunction()) {
        writer.matrixLoop(loop.definition());
      }
      writer.rangeLoop(loop.definition());
    }
    writer.out.line(1, "/** The same operations on vectors, up to the last full one. */");
    writer.out.line(1, "private static final class Vectors {");
    writer.out.line(0, "");
    writer.out.line(2, "private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;");
    if (statements(loops).contains("INTS")) {
      writer.out.line(2, "private static final VectorSpecies<Integer> INTS = Lanes.INTS;");
    }
    writer.out.line(2, "private static final int LANES = Lanes.LENGTH;");
    if (hasSums(loops)) {
      sums.patterns();
    }
    writer.out.line(0, "");
    writer.out.line(2, "private Vectors() {}");
    for (Loop loop : loops) {
      writer.out.line(0, "");
      if (loop.definition().isSum()) {
        sums.vectorSum(loop);
      } else {
        writer.vectorLoop(loop.definition(), loop.bodies().getFirst());
      }
    }
    writer.out.line(1, "}");
    writer.out.line(0, "}");
    return writer.out.text();
  }

  private void header(List<Loop> loops) {
    boolean internal = type.packageName().equals(INTERNAL);
    String statements = statements(loops);
    out.line(0, "package %s;", type.packageName());
    out.line(0, "");
    for (String name : List.of("Lanes", "Simd")) {
      if (!internal) {
        out.line(0, "import %s.%s;", INTERNAL, name);
      }
    }
    for (String name :
        List.of("FloatVector", "IntVector", "VectorMask", "VectorOperators", "VectorShuffle")) {
      if (statements.contains(name) || (hasSums(loops) && name.equals("VectorShuffle"))) {
        out.line(0, "import jdk.incubator.vector.%s;", name);
      }
    }
    out.line(0, "import jdk.incubator.vector.VectorSpecies;");
    out.line(0, "");
    out.line(0, "/**");
    out.line(0, " * Loops over the elementwise definitions of {@link %s}:", type.name());
    out.line(0, " * full vectors, then the rest one by one. Generated from %s.", type.fileName());
    out.line(0, " */");
    out.line(0, "final class %s {", className(type));
    out.line(0, "");
    out.line(1, "private %s() {}", className(type));
    out.line(0, "");
  }

  private static boolean hasSums(List<Loop> loops) {
    return loops.stream().anyMatch(loop -> loop.definition().isSum());
  }

  private static String statements(List<Loop> loops) {
    return loops.stream()
        .flatMap(loop -> loop.bodies().stream())
        .flatMap(body -> Stream.concat(body.beforeLoop().stream(), body.inLoop().stream()))
        .collect(Collectors.joining("\n"));
  }

  private void matrixLoop(Definition definition) {
    List<String> arrays = arrays(definition).toList();
    out.line(1, "/** {@code %s} over rows x columns matrices. */", formula(definition));
    out.wrapped(
        1,
        "static void %s(%s) {",
        definition.name(),
        "int rows, int columns, " + declarations(definition, name -> ", int ld" + name));
    out.line(
        2,
        "if (%s) {",
        arrays.stream().map(name -> "ld" + name + " == rows").collect(Collectors.joining(" && ")));
    out.wrapped(
        3,
        "%s(%s);",
        definition.name(),
        "rows * columns, " + arguments(definition, name -> name + "Offset"));
    out.line(3, "return;");
    out.line(2, "}");
    out.line(2, "for (int j = 0; j < columns; j++) {");
    out.wrapped(
        3,
        "%s(%s);",
        definition.name(),
        "rows, " + arguments(definition, name -> name + "Offset + j * ld" + name));
    out.line(2, "}");
    out.line(1, "}");
    out.line(0, "");
  }

  private void rangeLoop(Definition definition) {
    out.line(1, "/** {@code %s} over ranges. */", formula(definition));
    out.wrapped(
        1,
        "static void %s(%s) {",
        definition.name(),
        "int length, " + declarations(definition, name -> ""));
    out.line(2, "int start = 0;");
    out.line(2, "if (Simd.vector()) {");
    out.wrapped(
        3,
        "start = Vectors.%s(%s);",
        definition.name(),
        "length, " + arguments(definition, name -> name + "Offset"));
    out.line(2, "}");
    out.line(2, "for (int i = start; i < length; i++) {");
    scalarStatement(definition);
    out.line(2, "}");
    out.line(1, "}");
    out.line(0, "");
  }

  private void vectorLoop(Definition definition, VectorBody body) {
    out.wrapped(
        2,
        "static int %s(%s) {",
        definition.name(),
        "int length, " + declarations(definition, name -> ""));
    for (String statement : body.beforeLoop()) {
      out.statement(3, statement);
    }
    out.line(3, "int end = SPECIES.loopBound(length);");
    out.line(3, "for (int i = 0; i < end; i += LANES) {");
    for (String statement : body.inLoop()) {
      out.statement(4, statement);
    }
    out.line(3, "}");
    out.line(3, "return end;");
    out.line(2, "}");
  }

  /** {@code out := Elu.forward(z, alpha)} */
  private static String formula(Definition definition) {
    String name = definition.type().name() + "." + definition.name();
    return definition.isFunction()
        ? definition.parameters().stream()
            .map(Parameter::name)
            .collect(Collectors.joining(", ", "out := " + name + "(", ")"))
        : name;
  }

  private void scalarStatement(Definition definition) {
    String arguments =
        definition.parameters().stream()
            .map(parameter ->
                switch (parameter.role()) {
                  case ELEMENT -> parameter.name() + "[" + parameter.name() + "Offset + i]";
                  case ARRAY -> parameter.name() + ", " + parameter.name() + "Offset + i";
                  case CHAIN, UNIFORM -> parameter.name();
                })
            .collect(Collectors.joining(", "));
    String output = definition.isFunction() ? "out[outOffset + i] = " : "";
    String name = definition.type().name() + "." + definition.name();
    out.wrapped(3, output + "%s(%s);", name, arguments);
  }

  /** The arrays of the loop, the output of a function last. */
  private static Stream<String> arrays(Definition definition) {
    Stream<String> parameters =
        definition.parameters().stream()
            .filter(parameter -> parameter.role() != Role.UNIFORM)
            .map(Parameter::name);
    return definition.isFunction() ? Stream.concat(parameters, Stream.of("out")) : parameters;
  }

  static String declarations(Definition definition, Function<String, String> more) {
    return perParameter(
        definition,
        array -> "float[] " + array + ", int " + array + "Offset" + more.apply(array),
        uniform -> "float " + uniform);
  }

  static String arguments(Definition definition, Function<String, String> offset) {
    return perParameter(
        definition, array -> array + ", " + offset.apply(array), uniform -> uniform);
  }

  private static String perParameter(
      Definition definition, Function<String, String> array, Function<String, String> uniform) {
    Stream<String> parameters =
        definition.parameters().stream()
            .filter(parameter -> parameter.role() != Role.CHAIN)
            .map(parameter ->
                (parameter.role() == Role.UNIFORM ? uniform : array).apply(parameter.name()));
    Stream<String> output = definition.isFunction() ? Stream.of(array.apply("out")) : Stream.of();
    return Stream.concat(parameters, output).collect(Collectors.joining(", "));
  }
}
