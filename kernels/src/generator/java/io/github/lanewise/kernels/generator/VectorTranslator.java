package io.github.lanewise.kernels.generator;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import io.github.lanewise.kernels.generator.Definition.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates the statements of a definition to those of a vector loop. Called functions are
 * inlined, each local of theirs under its own name, so that no vector crosses a call.
 */
final class VectorTranslator {

  private final SourceIndex index;
  private final VectorBody body;

  private VectorTranslator(SourceIndex index, VectorBody body) {
    this.index = index;
    this.body = body;
  }

  /**
   * Translates a definition; the output of a function goes to the array {@code out}, a sum adds to
   * the accumulator of that name.
   */
  static VectorBody translate(SourceIndex index, Definition definition, String accumulator) {
    List<String> reserved =
        new ArrayList<>(List.of("length", "end", "i", "out", "outOffset", "whole", "p", "joined"));
    for (Parameter parameter : definition.parameters()) {
      reserved.add(parameter.name());
      reserved.add(parameter.name() + "Offset");
    }
    VectorBody body = new VectorBody(reserved);
    VectorTranslator translator = new VectorTranslator(index, body);
    Scope scope = Scope.of(definition);
    for (Parameter parameter : definition.parameters()) {
      String name = parameter.name();
      switch (parameter.role()) {
        case ELEMENT -> scope.bind(name, () -> body.load(name));
        case UNIFORM -> scope.bind(name, () -> body.broadcast(name));
        case CHAIN -> scope.bind(name, Value.vector(accumulator, Value.Kind.FLOAT, false));
        case ARRAY -> scope.bindElement(name, parameter.index(), () -> body.load(name));
      }
    }
    if (definition.isSum()) {
      body.assign(translator.function(scope, definition.method()), accumulator);
    } else if (definition.isFunction()) {
      body.store(translator.function(scope, definition.method()), "out");
    } else {
      translator.program(scope, definition);
    }
    return body;
  }

  /** The value that a function returns, with its parameters bound in the scope. */
  private Value function(Scope scope, MethodTree method) {
    List<? extends StatementTree> statements = statements(scope, method);
    for (StatementTree statement : statements.subList(0, statements.size() - 1)) {
      declaration(scope, statement);
    }
    if (statements.getLast() instanceof ReturnTree last && last.getExpression() != null) {
      Value result = expression(scope, last.getExpression());
      if (!result.kind().scalarType.equals(method.getReturnType().toString())) {
        throw scope.problem(last, "returns %s", result.kind().scalarType);
      }
      return result;
    }
    throw scope.problem(statements.getLast(), "the last statement returns the value");
  }

  private void program(Scope scope, Definition definition) {
    for (StatementTree statement : statements(scope, definition.method())) {
      if (statement instanceof ExpressionStatementTree assigned
          && assigned.getExpression() instanceof AssignmentTree assignment) {
        Value value = expression(scope, assignment.getExpression());
        String array = scope.assignedArray(assignment.getVariable());
        if (value.kind() != Value.Kind.FLOAT) {
          throw scope.problem(assignment, "an element is a float");
        }
        body.store(value, array);
      } else {
        declaration(scope, statement);
      }
    }
  }

  private static List<? extends StatementTree> statements(Scope scope, MethodTree method) {
    if (method.getBody() == null || method.getBody().getStatements().isEmpty()) {
      throw scope.problem(method, "has no statements");
    }
    return method.getBody().getStatements();
  }

  private void declaration(Scope scope, StatementTree statement) {
    if (!(statement instanceof VariableTree local) || local.getInitializer() == null) {
      throw scope.problem(
          statement,
          "only local declarations with a value may stand here, and at the end a function's return"
              + " or a program's assignments; got \"%s\"",
          scope.text(statement));
    }
    Value value = expression(scope, local.getInitializer());
    String type = local.getType().toString();
    if (!value.kind().scalarType.equals(type)) {
      throw scope.problem(
          local, "%s has the type of its value, %s", local.getName(), value.kind().scalarType);
    }
    String name = local.getName().toString();
    scope.bind(name, body.local(name, scope.qualified(name), value));
  }

  private Value expression(Scope scope, ExpressionTree expression) {
    return new ExpressionTranslator(index, body, scope, this::inline).translate(expression);
  }

  /** Translates a call of a function by translating its body. */
  private Value inline(
      Scope caller, Tree call, SourceType type, MethodTree method, List<Value> arguments) {
    String name = method.getName().toString();
    Scope scope = caller.called(type, name, call);
    for (int p = 0; p < arguments.size(); p++) {
      VariableTree parameter = method.getParameters().get(p);
      Value argument = arguments.get(p);
      if (!argument.kind().scalarType.equals(parameter.getType().toString())) {
        throw caller.problem(
            call, "%s takes \"%s\"; got %s", name, parameter, argument.kind().scalarType);
      }
      String local = parameter.getName().toString();
      scope.bind(local, body.local(local, scope.qualified(local), argument));
    }
    return body.local(name, caller.qualified(name), function(scope, method));
  }
}
