package io.github.lanewise.kernels.generator;

import io.github.lanewise.kernels.generator.Definition.Parameter;
import io.github.lanewise.kernels.generator.Definition.Role;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the class of loops that belongs to a type's definitions. */
final class LoopsWriter {

  private static final int WIDTH = 100;

  private static final String INTERNAL = "io.github.lanewise.kernels.internal";

  private final StringBuilder out = new StringBuilder();
  private final SourceType type;

  private LoopsWriter(SourceType type) {
    this.type = type;
  }

  /** A definition with its translation. */
  record Loop(Definition definition, VectorBody body) {}

  static String className(SourceType type) {
    return type.name() + "Loops";
  }

  static String write(SourceType type, List<Loop> loops) {
    LoopsWriter writer = new LoopsWriter(type);
    writer.header(loops);
    for (Loop loop : loops) {
      if (loop.definition().isFunction()) {
        writer.matrixLoop(loop.definition());
      }
      writer.rangeLoop(loop.definition());
    }
    writer.line(1, "/** The same operations on vectors, up to the last full one. */");
    writer.line(1, "private static final class Vectors {");
    writer.line(0, "");
    writer.line(2, "private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;");
    if (statements(loops).contains("INTS")) {
      writer.line(2, "private static final VectorSpecies<Integer> INTS = Lanes.INTS;");
    }
    writer.line(2, "private static final int LANES = Lanes.LENGTH;");
    writer.line(0, "");
    writer.line(2, "private Vectors() {}");
    for (Loop loop : loops) {
      writer.line(0, "");
      writer.vectorLoop(loop.definition(), loop.body());
    }
    writer.line(1, "}");
    writer.line(0, "}");
    return writer.out.toString();
  }

  private void header(List<Loop> loops) {
    boolean internal = type.packageName().equals(INTERNAL);
    String statements = statements(loops);
    line(0, "package %s;", type.packageName());
    line(0, "");
    for (String name : List.of("Lanes", "Simd")) {
      if (!internal) {
        line(0, "import %s.%s;", INTERNAL, name);
      }
    }
    for (String name : List.of("FloatVector", "IntVector", "VectorMask", "VectorOperators")) {
      if (statements.contains(name)) {
        line(0, "import jdk.incubator.vector.%s;", name);
      }
    }
    line(0, "import jdk.incubator.vector.VectorSpecies;");
    line(0, "");
    line(0, "/**");
    line(0, " * Loops over the elementwise definitions of {@link %s}:", type.name());
    line(0, " * full vectors, then the rest one by one. Generated from %s.", type.fileName());
    line(0, " */");
    line(0, "final class %s {", className(type));
    line(0, "");
    line(1, "private %s() {}", className(type));
    line(0, "");
  }

  private static String statements(List<Loop> loops) {
    return loops.stream()
        .map(Loop::body)
        .flatMap(body -> Stream.concat(body.beforeLoop().stream(), body.inLoop().stream()))
        .collect(Collectors.joining("\n"));
  }

  private void matrixLoop(Definition definition) {
    List<String> arrays = arrays(definition).toList();
    line(1, "/** {@code %s} over rows x columns matrices. */", formula(definition));
    wrapped(
        1,
        "static void %s(%s) {",
        definition.name(),
        "int rows, int columns, " + declarations(definition, name -> ", int ld" + name));
    line(
        2,
        "if (%s) {",
        arrays.stream().map(name -> "ld" + name + " == rows").collect(Collectors.joining(" && ")));
    wrapped(
        3,
        "%s(%s);",
        definition.name(),
        "rows * columns, " + arguments(definition, name -> name + "Offset"));
    line(3, "return;");
    line(2, "}");
    line(2, "for (int j = 0; j < columns; j++) {");
    wrapped(
        3,
        "%s(%s);",
        definition.name(),
        "rows, " + arguments(definition, name -> name + "Offset + j * ld" + name));
    line(2, "}");
    line(1, "}");
    line(0, "");
  }

  private void rangeLoop(Definition definition) {
    line(1, "/** {@code %s} over ranges. */", formula(definition));
    wrapped(
        1,
        "static void %s(%s) {",
        definition.name(),
        "int length, " + declarations(definition, name -> ""));
    line(2, "int start = 0;");
    line(2, "if (Simd.vector()) {");
    wrapped(
        3,
        "start = Vectors.%s(%s);",
        definition.name(),
        "length, " + arguments(definition, name -> name + "Offset"));
    line(2, "}");
    line(2, "for (int i = start; i < length; i++) {");
    scalarStatement(definition);
    line(2, "}");
    line(1, "}");
    line(0, "");
  }

  private void vectorLoop(Definition definition, VectorBody body) {
    wrapped(
        2,
        "static int %s(%s) {",
        definition.name(),
        "int length, " + declarations(definition, name -> ""));
    for (String statement : body.beforeLoop()) {
      statement(3, statement);
    }
    line(3, "int end = SPECIES.loopBound(length);");
    line(3, "for (int i = 0; i < end; i += LANES) {");
    for (String statement : body.inLoop()) {
      statement(4, statement);
    }
    line(3, "}");
    line(3, "return end;");
    line(2, "}");
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
                  case UNIFORM -> parameter.name();
                })
            .collect(Collectors.joining(", "));
    String output = definition.isFunction() ? "out[outOffset + i] = " : "";
    String name = definition.type().name() + "." + definition.name();
    wrapped(3, output + "%s(%s);", name, arguments);
  }

  /** The arrays of the loop, the output of a function last. */
  private static Stream<String> arrays(Definition definition) {
    Stream<String> parameters =
        definition.parameters().stream()
            .filter(parameter -> parameter.role() != Role.UNIFORM)
            .map(Parameter::name);
    return definition.isFunction() ? Stream.concat(parameters, Stream.of("out")) : parameters;
  }

  private static String declarations(Definition definition, Function<String, String> more) {
    return perParameter(
        definition,
        array -> "float[] " + array + ", int " + array + "Offset" + more.apply(array),
        uniform -> "float " + uniform);
  }

  private static String arguments(Definition definition, Function<String, String> offset) {
    return perParameter(
        definition, array -> array + ", " + offset.apply(array), uniform -> uniform);
  }

  private static String perParameter(
      Definition definition, Function<String, String> array, Function<String, String> uniform) {
    Stream<String> parameters =
        definition.parameters().stream()
            .map(parameter ->
                (parameter.role() == Role.UNIFORM ? uniform : array).apply(parameter.name()));
    Stream<String> output = definition.isFunction() ? Stream.of(array.apply("out")) : Stream.of();
    return Stream.concat(parameters, output).collect(Collectors.joining(", "));
  }

  private void line(int depth, String format, Object... arguments) {
    String text = arguments.length == 0 ? format : format.formatted(arguments);
    out.append("  ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
  }

  /** A line whose second argument, a list, goes to lines of its own if it is too long. */
  private void wrapped(int depth, String format, String name, String list) {
    String text = format.formatted(name, list);
    if (2 * depth + text.length() <= WIDTH) {
      line(depth, "%s", text);
      return;
    }
    String indent = "\n" + "  ".repeat(depth + 2);
    StringBuilder lines = new StringBuilder(indent);
    int column = 2 * (depth + 2);
    for (String item : list.split("(?<=,) ")) {
      if (column + item.length() > WIDTH - 3) {
        lines.append(indent);
        column = 2 * (depth + 2);
      } else if (column > 2 * (depth + 2)) {
        lines.append(' ');
      }
      lines.append(item);
      column += item.length() + 1;
    }
    line(depth, "%s", format.formatted(name, lines));
  }

  /** A statement, on several lines if it is too long. */
  private void statement(int depth, String statement) {
    if (2 * depth + statement.length() <= WIDTH) {
      line(depth, "%s", statement);
      return;
    }
    String indent = "\n" + "  ".repeat(depth + 2);
    String chained = chained(statement, indent);
    if (chained.equals(statement)) {
      line(depth, "%s", statement.replaceFirst(" = ", " =" + indent));
    } else {
      line(depth, "%s", chained);
    }
  }

  /** Puts each chained call, as in {@code x.add(y).mul(z)} the second, on a line of its own. */
  private static String chained(String statement, String indent) {
    StringBuilder lines = new StringBuilder();
    int nesting = 0;
    for (int c = 0; c < statement.length(); c++) {
      char character = statement.charAt(c);
      nesting += character == '(' ? 1 : character == ')' ? -1 : 0;
      boolean call = character == '.' && nesting == 0 && statement.charAt(c - 1) == ')';
      lines.append(call ? indent : "").append(character);
    }
    return lines.toString();
  }
}
