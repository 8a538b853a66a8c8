package io.github.lanewise.kernels.generator;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the names mean inside one method, while its body is translated. */
final class Scope {

  private final SourceType type;
  private final String method;
  private final List<String> calls;
  private final Map<String, Supplier<Value>> variables = new HashMap<>();
  private final Map<String, String> indices = new HashMap<>();
  private final Set<String> assigned = new HashSet<>();

  private Scope(SourceType type, String method, List<String> calls) {
    this.type = type;
    this.method = method;
    this.calls = calls;
  }

  static Scope of(Definition definition) {
    return new Scope(definition.type(), definition.name(), List.of());
  }

  /** The scope of a method that is called from this one. */
  Scope called(SourceType calledType, String calledMethod, Tree call) {
    List<String> inner = new ArrayList<>(calls);
    inner.add(type.name() + "." + method);
    if (inner.contains(calledType.name() + "." + calledMethod)) {
      throw problem(call, "%s is defined by itself", calledMethod);
    }
    return new Scope(calledType, calledMethod, inner);
  }

  SourceType type() {
    return type;
  }

  /** {@code expBits} for {@code bits} in {@code exp}. */
  String qualified(String name) {
    return method + VectorBody.capitalized(name);
  }

  void bind(String name, Value value) {
    variables.put(name, () -> value);
  }

  /** Binds a name to a value that comes into being when it is first used. */
  void bind(String name, Supplier<Value> value) {
    variables.put(
        name,
        () -> {
          Value made = value.get();
          bind(name, made);
          return made;
        });
  }

  /** Binds an array, whose only accessible element is the one at its own index. */
  void bindElement(String array, String index, Supplier<Value> element) {
    indices.put(array, index);
    bind(array + "[]", element);
  }

  Optional<Value> variable(String name) {
    return Optional.ofNullable(variables.get(name)).map(Supplier::get);
  }

  /** The element that {@code array[arrayIndex]} reads. */
  Value element(ArrayAccessTree access) {
    String array = array(access);
    if (assigned.contains(array)) {
      throw problem(access, "%s is read after it was assigned; use a local", array);
    }
    return variable(array + "[]").orElseThrow();
  }

  /** The array whose element is assigned. */
  String assignedArray(ExpressionTree target) {
    if (!(target instanceof ArrayAccessTree access)) {
      throw problem(target, "locals are assigned once, where they are declared");
    }
    String array = array(access);
    if (!assigned.add(array)) {
      throw problem(target, "%s is assigned twice", array);
    }
    return array;
  }

  private String array(ArrayAccessTree access) {
    String name = access.getExpression().toString();
    String index = indices.get(name);
    if (index == null
        || !(access.getIndex() instanceof IdentifierTree used)
        || !used.getName().contentEquals(index)) {
      throw problem(
          access, "an array is accessed at the index that follows it; got \"%s\"", text(access));
    }
    return name;
  }

  String text(Tree part) {
    return type.text(part);
  }

  DefinitionException problem(Tree where, String format, Object... arguments) {
    return new DefinitionException(type, method, where, format.formatted(arguments));
  }
}
