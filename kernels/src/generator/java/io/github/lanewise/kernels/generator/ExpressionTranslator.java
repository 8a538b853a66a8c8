package io.github.lanewise.kernels.generator;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import io.github.lanewise.kernels.generator.Value.Kind;
import java.util.List;
import java.util.Locale;

/** Translates an expression of a definition to operations on whole vectors. */
final class ExpressionTranslator {

  /** Translates the call of a function. */
  interface Inliner {
    Value inline(
        Scope caller, Tree call, SourceType type, MethodTree method, List<Value> arguments);
  }

  private final SourceIndex index;
  private final VectorBody body;
  private final Scope scope;
  private final Inliner inliner;

  ExpressionTranslator(SourceIndex index, VectorBody body, Scope scope, Inliner inliner) {
    this.index = index;
    this.body = body;
    this.scope = scope;
    this.inliner = inliner;
  }

  Value translate(ExpressionTree expression) {
    return switch (expression) {
      case ParenthesizedTree parenthesized -> translate(parenthesized.getExpression());
      case LiteralTree literal -> literal(literal);
      case IdentifierTree identifier -> identifier(identifier);
      case MemberSelectTree member -> member(member);
      case ArrayAccessTree access -> scope.element(access);
      case UnaryTree unary -> unary(unary);
      case BinaryTree binary -> binary(binary);
      case ConditionalExpressionTree conditional -> conditional(conditional);
      case TypeCastTree cast -> squareRoot(cast);
      case MethodInvocationTree call -> call(call);
      default -> throw unsupported(expression);
    };
  }

  private Value literal(LiteralTree literal) {
    return switch (literal.getKind()) {
      case FLOAT_LITERAL -> Value.constant(scope.text(literal), Kind.FLOAT, "");
      case INT_LITERAL -> Value.constant(scope.text(literal), Kind.INT, "");
      default -> throw scope.problem(literal, "constants are float or int; got \"%s\"", literal);
    };
  }

  private Value identifier(IdentifierTree identifier) {
    String name = identifier.getName().toString();
    return scope.variable(name).orElseGet(() -> constant(scope.type(), name, identifier));
  }

  private Value member(MemberSelectTree member) {
    String owner = member.getExpression().toString();
    String name = member.getIdentifier().toString();
    if (owner.equals("Float")) {
      return Value.constant("Float." + name, Kind.FLOAT, camelCase(name));
    }
    return constant(type(owner, member), name, member);
  }

  /** A static final field, by value: the loops need no access to it. */
  private Value constant(SourceType owner, String name, Tree use) {
    ExpressionTree initializer =
        owner
            .constant(name)
            .orElseThrow(() ->
                scope.problem(
                    use, "%s is neither a local nor a constant of %s", name, owner.name()));
    Scope constants = scope.called(owner, name, use);
    Value value = new ExpressionTranslator(index, body, constants, inliner).translate(initializer);
    if (!value.constant()) {
      throw constants.problem(initializer, "the value is not a constant");
    }
    return Value.constant(value.code(), value.kind(), camelCase(name));
  }

  private Value unary(UnaryTree unary) {
    Value operand = translate(unary.getExpression());
    return switch (unary.getKind()) {
      case UNARY_MINUS -> {
        if (operand.constant()) {
          yield negative(operand);
        }
        requireFloat(unary, operand);
        yield result("neg()", Kind.FLOAT, operand);
      }
      case LOGICAL_COMPLEMENT -> {
        requireMask(unary, operand);
        yield result("not()", operand.kind(), operand);
      }
      default -> throw unsupported(unary);
    };
  }

  private static Value negative(Value constant) {
    String code = constant.code().startsWith("-") ? "(" + constant.code() + ")" : constant.code();
    String name =
        constant.name().isEmpty() ? "" : "minus" + VectorBody.capitalized(constant.name());
    return Value.constant("-" + code, constant.kind(), name);
  }

  private Value binary(BinaryTree binary) {
    Value left = translate(binary.getLeftOperand());
    Value right = translate(binary.getRightOperand());
    switch (binary.getKind()) {
      case CONDITIONAL_AND -> {
        return logical(binary, left, "and", right);
      }
      case CONDITIONAL_OR -> {
        return logical(binary, left, "or", right);
      }
      default -> {
        return numeric(binary, left, right);
      }
    }
  }

  private Value logical(BinaryTree binary, Value left, String operation, Value right) {
    requireMask(binary, left);
    requireMask(binary, right);
    Value sameKind = cast(right, left.kind());
    return body.local(
        "condition",
        scope.qualified("condition"),
        result(operation + "(" + sameKind.code() + ")", left.kind(), left, right));
  }

  private Value numeric(BinaryTree binary, Value left, Value right) {
    Kind kind = left.kind();
    requireNumber(binary, left);
    if (kind != right.kind()) {
      throw scope.problem(
          binary,
          "both operands have one type; got %s and %s",
          kind.scalarType,
          right.kind().scalarType);
    }
    Operator operator =
        Operator.of(binary.getKind())
            .filter(known -> !known.call(kind).isEmpty())
            .orElseThrow(() -> unsupported(binary));
    if (operator.isShift() && !right.constant()) {
      throw scope.problem(binary, "the distance of a shift is a constant");
    }
    if (left.constant() && right.constant() && !operator.isComparison()) {
      String code = "(" + left.code() + " " + operator.symbol + " " + right.code() + ")";
      return Value.constant(code, kind, "");
    }
    String operand = operator.isShift() ? right.code() : body.vector(right).code();
    Kind resultKind = operator.isComparison() ? kind.mask() : kind;
    return result(operator.call(kind) + operand + ")", resultKind, left, right);
  }

  private Value conditional(ConditionalExpressionTree conditional) {
    Value condition = translate(conditional.getCondition());
    Value ifTrue = translate(conditional.getTrueExpression());
    Value ifFalse = translate(conditional.getFalseExpression());
    requireMask(conditional, condition);
    requireNumber(conditional, ifTrue);
    if (ifTrue.kind() != ifFalse.kind()) {
      throw scope.problem(conditional, "both branches have one type");
    }
    Value mask = cast(condition, ifTrue.kind().mask());
    String chosen = body.vector(ifTrue).code();
    return result(
        "blend(" + chosen + ", " + mask.code() + ")", ifTrue.kind(), ifFalse, ifTrue, mask);
  }

  private Value squareRoot(TypeCastTree cast) {
    if (cast.getType().toString().equals("float")
        && cast.getExpression() instanceof MethodInvocationTree call
        && call.getMethodSelect().toString().equals("Math.sqrt")) {
      return result("sqrt()", Kind.FLOAT, floats(call, 1).getFirst());
    }
    throw scope.problem(cast, "the only cast is (float) Math.sqrt(...)");
  }

  private Value call(MethodInvocationTree call) {
    String callee = call.getMethodSelect().toString();
    switch (callee) {
      case "Math.fma" -> {
        List<Value> factors = floats(call, 3);
        String arguments = factors.get(1).code() + ", " + factors.get(2).code();
        return result("fma(" + arguments + ")", Kind.FLOAT, factors.toArray(Value[]::new));
      }
      case "Math.abs" -> {
        return result("abs()", Kind.FLOAT, floats(call, 1).getFirst());
      }
      case "Float.floatToRawIntBits" -> {
        return result("reinterpretAsInts()", Kind.INT, floats(call, 1).getFirst());
      }
      case "Float.intBitsToFloat" -> {
        Value bits = arguments(call, 1).getFirst();
        if (bits.kind() != Kind.INT) {
          throw scope.problem(call, "%s takes an int", callee);
        }
        return result("reinterpretAsFloats()", Kind.FLOAT, bits);
      }
      default -> {
        return function(call, callee);
      }
    }
  }

  private Value function(MethodInvocationTree call, String callee) {
    int dot = callee.lastIndexOf('.');
    if (callee.startsWith("Math.") || callee.startsWith("Float.")) {
      throw unsupported(call);
    }
    SourceType owner = dot < 0 ? scope.type() : type(callee.substring(0, dot), call);
    String name = callee.substring(dot + 1);
    int count = call.getArguments().size();
    MethodTree method =
        owner
            .method(name, count)
            .orElseThrow(() ->
                scope.problem(
                    call, "%s has no function %s of %d parameters", owner.name(), name, count));
    return inliner.inline(scope, call, owner, method, arguments(call, count));
  }

  private List<Value> floats(MethodInvocationTree call, int count) {
    List<Value> values = arguments(call, count);
    if (values.stream().anyMatch(value -> value.kind() != Kind.FLOAT)) {
      throw scope.problem(call, "%s takes floats", call.getMethodSelect());
    }
    return values.stream().map(body::vector).toList();
  }

  private List<Value> arguments(MethodInvocationTree call, int count) {
    if (call.getArguments().size() != count) {
      throw scope.problem(call, "%s takes %d arguments", call.getMethodSelect(), count);
    }
    return call.getArguments().stream().<Value>map(this::translate).toList();
  }

  private SourceType type(String name, Tree use) {
    return index
        .type(name)
        .orElseThrow(() -> scope.problem(use, "%s is not a type of these sources", name));
  }

  /** An operation on {@code operands[0]}; uniform if all operands are. */
  private Value result(String operation, Kind kind, Value... operands) {
    boolean uniform = true;
    for (Value operand : operands) {
      uniform &= operand.uniform();
    }
    return Value.vector(body.vector(operands[0]).code() + "." + operation, kind, uniform);
  }

  private static Value cast(Value mask, Kind kind) {
    return mask.kind() == kind
        ? mask
        : Value.vector(mask.code() + ".cast(" + kind.species + ")", kind, mask.uniform());
  }

  private void requireNumber(Tree where, Value value) {
    if (value.kind().isMask()) {
      throw scope.problem(where, "a float or int stands here; got boolean");
    }
  }

  private void requireFloat(Tree where, Value value) {
    if (value.kind() != Kind.FLOAT) {
      throw scope.problem(where, "a float stands here; got %s", value.kind().scalarType);
    }
  }

  private void requireMask(Tree where, Value value) {
    if (!value.kind().isMask()) {
      throw scope.problem(where, "a boolean stands here; got %s", value.kind().scalarType);
    }
  }

  private DefinitionException unsupported(Tree where) {
    return scope.problem(where, "not part of the definition language: \"%s\"", scope.text(where));
  }

  /** {@code log2E} for {@code LOG2_E}. */
  private static String camelCase(String constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.split("_")) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(name.isEmpty() ? lower : VectorBody.capitalized(lower));
    }
    return name.toString();
  }
}
