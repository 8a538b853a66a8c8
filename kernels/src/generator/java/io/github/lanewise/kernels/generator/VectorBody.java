package io.github.lanewise.kernels.generator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The statements of a vector loop as they come into being, with the names that they use. */
final class VectorBody {

  private final List<String> beforeLoop = new ArrayList<>();
  private final List<String> loads = new ArrayList<>();
  private final List<String> computation = new ArrayList<>();
  private final List<String> stores = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, Value> broadcasts = new HashMap<>();

  VectorBody(List<String> reservedNames) {
    names.addAll(reservedNames);
  }

  List<String> beforeLoop() {
    return beforeLoop;
  }

  /** The statements of the loop: loads, then computation, then stores. */
  List<String> inLoop() {
    List<String> statements = new ArrayList<>(loads);
    statements.addAll(computation);
    statements.addAll(stores);
    return statements;
  }

  /** Loads the vector of an array's elements. */
  Value load(String array) {
    String name = unique(vectorName(array));
    loads.add(
        "FloatVector %s = FloatVector.fromArray(SPECIES, %s, %sOffset + i);"
            .formatted(name, array, array));
    return Value.vector(name, Value.Kind.FLOAT, false);
  }

  void store(Value value, String array) {
    stores.add("%s.intoArray(%s, %sOffset + i);".formatted(vector(value).code(), array, array));
  }

  void assign(Value value, String accumulator) {
    stores.add("%s = %s;".formatted(accumulator, vector(value).code()));
  }

  /** Broadcasts a scalar variable before the loop. */
  Value broadcast(String variable) {
    return broadcast(variable, Value.Kind.FLOAT, vectorName(variable));
  }

  /** The value as a vector: a constant becomes a broadcast before the loop. */
  Value vector(Value value) {
    if (!value.constant()) {
      return value;
    }
    String code = value.code().replaceFirst("^\\((.*)\\)$", "$1");
    String name = value.name().isEmpty() ? constantName(code) : value.name();
    return broadcast(code, value.kind(), name);
  }

  /**
   * Gives the value a local, unless it has a name already: {@code name}, or where that is taken
   * {@code other}.
   */
  Value local(String name, String other, Value value) {
    if (value.constant() || value.isName()) {
      return value;
    }
    String local = unique(names.contains(name) ? other : name);
    (value.uniform() ? beforeLoop : computation)
        .add("%s %s = %s;".formatted(value.kind().vectorType, local, value.code()));
    return Value.vector(local, value.kind(), value.uniform());
  }

  private Value broadcast(String scalar, Value.Kind kind, String name) {
    return broadcasts.computeIfAbsent(
        kind.vectorType + " " + scalar,
        key -> {
          String local = unique(name);
          beforeLoop.add(
              "%s %s = %s.broadcast(%s, %s);"
                  .formatted(kind.vectorType, local, kind.vectorType, kind.species, scalar));
          return Value.vector(local, kind, true);
        });
  }

  private String unique(String name) {
    String candidate = name;
    for (int n = 2; !names.add(candidate); n++) {
      candidate = name + n;
    }
    return candidate;
  }

  /** {@code va} for {@code a}, {@code vSaved} for {@code saved}. */
  private static String vectorName(String name) {
    return name.length() <= 2 ? "v" + name : "v" + capitalized(name);
  }

  /** {@code one} for {@code 1f}, {@code c0_044} for {@code 0.044f}, {@code minusOne}. */
  private static String constantName(String code) {
    if (code.startsWith("-")) {
      return "minus" + capitalized(constantName(code.substring(1))).replaceFirst("^C", "");
    }
    return switch (code.toLowerCase(Locale.ROOT)) {
      case "0f" -> "zero";
      case "0.5f" -> "half";
      case "1f" -> "one";
      case "2f" -> "two";
      default -> {
        String digits = code.replaceAll("(?i)f$", "").replace("-", "m");
        yield "c" + digits.replaceAll("\\W+", "_").replaceAll("^_|_$", "");
      }
    };
  }

  static String capitalized(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
