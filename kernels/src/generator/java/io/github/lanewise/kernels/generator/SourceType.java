package io.github.lanewise.kernels.generator;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** A top-level type as parsed: its methods, its constants and the text of any part of it. */
record SourceType(
    ClassTree tree, CompilationUnitTree unit, SourcePositions positions, String source) {

  String name() {
    return tree.getSimpleName().toString();
  }

  String packageName() {
    return unit.getPackageName().toString();
  }

  String fileName() {
    return Path.of(unit.getSourceFile().getName()).getFileName().toString();
  }

  List<MethodTree> methods() {
    return members(MethodTree.class);
  }

  List<MethodTree> methodsOfNestedTypes() {
    return members(ClassTree.class).stream()
        .flatMap(nested -> nested.getMembers().stream())
        .filter(MethodTree.class::isInstance)
        .map(MethodTree.class::cast)
        .toList();
  }

  /** The method of that name and number of parameters. */
  Optional<MethodTree> method(String name, int parameters) {
    return methods().stream()
        .filter(method -> method.getName().contentEquals(name))
        .filter(method -> method.getParameters().size() == parameters)
        .findFirst();
  }

  /** The value of a static final field of that name. */
  Optional<ExpressionTree> constant(String name) {
    return members(VariableTree.class).stream()
        .filter(field -> field.getName().contentEquals(name))
        .filter(field -> {
          Set<Modifier> flags = field.getModifiers().getFlags();
          return flags.contains(Modifier.STATIC) && flags.contains(Modifier.FINAL);
        })
        .findFirst()
        .map(VariableTree::getInitializer);
  }

  long line(Tree part) {
    return unit.getLineMap().getLineNumber(positions.getStartPosition(unit, part));
  }

  String text(Tree part) {
    int start = (int) positions.getStartPosition(unit, part);
    int end = (int) positions.getEndPosition(unit, part);
    return source.substring(start, end).replaceAll("\\s+", " ");
  }

  private <T> List<T> members(Class<T> kind) {
    return tree.getMembers().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
