package io.github.lanewise.kernels.generator;

import com.sun.source.tree.Tree;
import java.util.Optional;

/** The binary operators of the definition language, with the vector operations they become. */
enum Operator {
  ADD(Tree.Kind.PLUS, "+", "add(", "add("),
  SUBTRACT(Tree.Kind.MINUS, "-", "sub(", "sub("),
  MULTIPLY(Tree.Kind.MULTIPLY, "*", "mul(", ""),
  DIVIDE(Tree.Kind.DIVIDE, "/", "div(", ""),
  BIT_AND(Tree.Kind.AND, "&", "", "and("),
  BIT_OR(Tree.Kind.OR, "|", "", "or("),
  BIT_XOR(Tree.Kind.XOR, "^", "", "lanewise(VectorOperators.XOR, "),
  SHIFT_LEFT(Tree.Kind.LEFT_SHIFT, "<<", "", "lanewise(VectorOperators.LSHL, "),
  SHIFT_RIGHT(Tree.Kind.RIGHT_SHIFT, ">>", "", "lanewise(VectorOperators.ASHR, "),
  SHIFT_RIGHT_UNSIGNED(
      Tree.Kind.UNSIGNED_RIGHT_SHIFT, ">>>", "", "lanewise(VectorOperators.LSHR, "),
  LESS(Tree.Kind.LESS_THAN, "<", "LT"),
  LESS_OR_EQUAL(Tree.Kind.LESS_THAN_EQUAL, "<=", "LE"),
  GREATER(Tree.Kind.GREATER_THAN, ">", "GT"),
  GREATER_OR_EQUAL(Tree.Kind.GREATER_THAN_EQUAL, ">=", "GE"),
  EQUAL(Tree.Kind.EQUAL_TO, "==", "EQ"),
  NOT_EQUAL(Tree.Kind.NOT_EQUAL_TO, "!=", "NE");

  private final Tree.Kind tree;
  private final boolean comparison;
  private final String onFloats;
  private final String onInts;
  final String symbol;

  Operator(Tree.Kind tree, String symbol, String onFloats, String onInts) {
    this.tree = tree;
    this.symbol = symbol;
    this.comparison = false;
    this.onFloats = onFloats;
    this.onInts = onInts;
  }

  Operator(Tree.Kind tree, String symbol, String comparison) {
    this.tree = tree;
    this.symbol = symbol;
    this.comparison = true;
    this.onFloats = "compare(VectorOperators." + comparison + ", ";
    this.onInts = onFloats;
  }

  static Optional<Operator> of(Tree.Kind kind) {
    for (Operator operator : values()) {
      if (operator.tree == kind) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  boolean isComparison() {
    return comparison;
  }

  boolean isShift() {
    return this == SHIFT_LEFT || this == SHIFT_RIGHT || this == SHIFT_RIGHT_UNSIGNED;
  }

  /** The start of the call, up to its last argument; empty if the type has no such operation. */
  String call(Value.Kind kind) {
    return kind == Value.Kind.FLOAT ? onFloats : onInts;
  }
}
