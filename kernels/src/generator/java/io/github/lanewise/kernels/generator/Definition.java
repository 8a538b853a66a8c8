package io.github.lanewise.kernels.generator;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * The signature of a definition. It is either a function of elements, which returns the element of
 * one output; or a program over arrays, which assigns the elements of its outputs; or the step of a
 * sum, which returns the chain that it was given with the term of one element added.
 */
record Definition(SourceType type, MethodTree method, List<Parameter> parameters) {

  /** What a parameter stands for in the loop. */
  enum Role {
    /** A float that the loop reads from an array of the parameter's name. */
    ELEMENT,
    /** An array that the program reads or writes at its own index. */
    ARRAY,
    /** One float for the whole loop. */
    UNIFORM,
    /** What a sum has come to, the first parameter of its step. */
    CHAIN
  }

  /** A parameter; {@code index} is the name of an array's index, else empty. */
  record Parameter(String name, Role role, String index) {}

  static boolean isMarked(MethodTree method) {
    return isAnnotated(method.getModifiers().getAnnotations(), "Elementwise") || isSum(method);
  }

  private static boolean isSum(MethodTree method) {
    return isAnnotated(method.getModifiers().getAnnotations(), "FixedOrderSum");
  }

  /** Checks the signature of a marked method. */
  static Definition of(SourceType type, MethodTree method) {
    Set<Modifier> flags = method.getModifiers().getFlags();
    if (!flags.contains(Modifier.STATIC) || flags.contains(Modifier.PRIVATE)) {
      throw problem(type, method, method, "a definition is static and not private");
    }
    boolean program = isType(method.getReturnType(), "void");
    if (!program && !isType(method.getReturnType(), "float")) {
      throw problem(type, method, method, "a definition returns float or void");
    }
    List<Parameter> parameters =
        program ? programParameters(type, method) : functionParameters(type, method);
    if (isSum(method) && (program || parameters.getFirst().role() != Role.ELEMENT)) {
      throw problem(type, method, method, "a sum returns float and takes the chain first");
    }
    if (isSum(method)) {
      parameters.set(0, new Parameter(parameters.getFirst().name(), Role.CHAIN, ""));
    }
    Role varying = program ? Role.ARRAY : Role.ELEMENT;
    if (parameters.stream().noneMatch(parameter -> parameter.role() == varying)) {
      throw problem(type, method, method, "nothing varies from element to element");
    }
    return new Definition(type, method, parameters);
  }

  String name() {
    return method.getName().toString();
  }

  /** Whether the definition returns the element of one output. */
  boolean isFunction() {
    return isType(method.getReturnType(), "float") && !isSum();
  }

  /** Whether the definition is the step of a sum. */
  boolean isSum() {
    return isSum(method);
  }

  private static List<Parameter> functionParameters(SourceType type, MethodTree method) {
    List<Parameter> parameters = new ArrayList<>();
    for (VariableTree parameter : method.getParameters()) {
      if (!isType(parameter.getType(), "float")) {
        throw problem(type, method, parameter, "a parameter of a function is a float");
      }
      Role role = isUniform(parameter) ? Role.UNIFORM : Role.ELEMENT;
      parameters.add(new Parameter(parameter.getName().toString(), role, ""));
    }
    return parameters;
  }

  private static List<Parameter> programParameters(SourceType type, MethodTree method) {
    List<Parameter> parameters = new ArrayList<>();
    List<? extends VariableTree> declared = method.getParameters();
    for (int p = 0; p < declared.size(); p++) {
      VariableTree parameter = declared.get(p);
      String name = parameter.getName().toString();
      if (isUniform(parameter) && isType(parameter.getType(), "float")) {
        parameters.add(new Parameter(name, Role.UNIFORM, ""));
      } else if (isType(parameter.getType(), "float[]")
          && p + 1 < declared.size()
          && isType(declared.get(p + 1).getType(), "int")) {
        p++;
        parameters.add(new Parameter(name, Role.ARRAY, declared.get(p).getName().toString()));
      } else {
        throw problem(
            type,
            method,
            parameter,
            "a parameter of a program is a @Uniform float, or a float[] followed by its int index");
      }
    }
    return parameters;
  }

  private static boolean isUniform(VariableTree parameter) {
    return isAnnotated(parameter.getModifiers().getAnnotations(), "Uniform");
  }

  private static boolean isAnnotated(
      List<? extends com.sun.source.tree.AnnotationTree> annotations, String name) {
    return annotations.stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals(name));
  }

  private static boolean isType(Tree type, String name) {
    return type.toString().equals(name);
  }

  private static DefinitionException problem(
      SourceType type, MethodTree method, Tree where, String problem) {
    return new DefinitionException(type, method.getName().toString(), where, problem);
  }
}
