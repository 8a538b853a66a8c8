package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Test;

/**
 * The compiled kernels use only what of the Vector API is an instruction and has one result: no
 * transcendental, no reduction of floats, no mask on a load or store; and vectors live in locals.
 */
class VectorApiUseTest {

  private static final String VECTOR_API = "jdk/incubator/vector/";

  /** Operations in loops. */
  private static final Set<String> OPERATIONS =
      Set.of(
          "FloatVector.fromArray(VectorSpecies,float[],int)FloatVector",
          "FloatVector.intoArray(float[],int)void",
          "FloatVector.broadcast(VectorSpecies,float)FloatVector",
          "FloatVector.zero(VectorSpecies)FloatVector",
          "FloatVector.add(Vector)FloatVector",
          "FloatVector.add(float)FloatVector",
          "FloatVector.sub(Vector)FloatVector",
          "FloatVector.mul(Vector)FloatVector",
          "FloatVector.mul(float)FloatVector",
          "FloatVector.div(Vector)FloatVector",
          "FloatVector.sqrt()FloatVector",
          "FloatVector.abs()FloatVector",
          "FloatVector.neg()FloatVector",
          "FloatVector.fma(Vector,Vector)FloatVector",
          "FloatVector.min(Vector)FloatVector",
          "FloatVector.max(Vector)FloatVector",
          "FloatVector.compare(VectorOperators$Comparison,Vector)VectorMask",
          "FloatVector.blend(Vector,VectorMask)FloatVector",
          "FloatVector.rearrange(VectorShuffle)FloatVector",
          "FloatVector.selectFrom(Vector)FloatVector",
          "FloatVector.selectFrom(Vector,Vector)FloatVector",
          "FloatVector.addIndex(int)FloatVector",
          "FloatVector.lane(int)float",
          "FloatVector.reinterpretAsInts()IntVector",
          "FloatVector.reinterpretAsLongs()LongVector",
          "LongVector.lanewise(VectorOperators$Binary,long)LongVector",
          "LongVector.reinterpretAsFloats()FloatVector",
          "IntVector.broadcast(VectorSpecies,int)IntVector",
          "IntVector.add(Vector)IntVector",
          "IntVector.sub(Vector)IntVector",
          "IntVector.and(Vector)IntVector",
          "IntVector.or(Vector)IntVector",
          "IntVector.compare(VectorOperators$Comparison,Vector)VectorMask",
          "IntVector.blend(Vector,VectorMask)IntVector",
          "IntVector.lanewise(VectorOperators$Binary,int)IntVector",
          "IntVector.lanewise(VectorOperators$Binary,Vector)IntVector",
          "IntVector.reinterpretAsFloats()FloatVector",
          "VectorMask.and(VectorMask)VectorMask",
          "VectorMask.or(VectorMask)VectorMask",
          "VectorMask.not()VectorMask",
          "VectorMask.cast(VectorSpecies)VectorMask");

  private static final Set<String> OPERATORS =
      Set.of("EQ", "NE", "LT", "LE", "GT", "GE", "LSHL", "LSHR", "ASHR", "XOR");

  /** What chooses the species. */
  private static final Set<String> SETUP_TYPES =
      Set.of("VectorSpecies", "VectorShape", "VectorShuffle");

  /** Constant patterns of lanes, made once. */
  private static final Set<String> PATTERN_TYPES =
      Set.of("VectorSpecies", "VectorShuffle", "VectorMask");

  private static final String MAKES_A_PATTERN =
      "VectorMask.fromValues(VectorSpecies,boolean[])VectorMask";

  /** A class that breaks every rule. */
  @SuppressWarnings("unused")
  static final class RuleBreaker {
    private FloatVector field = FloatVector.zero(FloatVector.SPECIES_128);

    static FloatVector crossesACall(FloatVector x) {
      return x.lanewise(VectorOperators.EXP);
    }

    static float reduces(float[] x) {
      FloatVector[] vectors = {FloatVector.fromArray(FloatVector.SPECIES_128, x, 0)};
      Runnable lambda =
          () -> vectors[0].intoArray(x, 0, vectors[0].compare(VectorOperators.EQ, 0f));
      lambda.run();
      return vectors[0].reduceLanes(VectorOperators.ADD) + vectors[0].lane(1);
    }
  }

  @Test
  void theKernelsUseNothingElse() throws IOException {
    String self = "io/github/lanewise/kernels/Lanewise.class";
    String url = Lanewise.class.getResource("Lanewise.class").toString();
    Path root = Path.of(URI.create(url.substring(0, url.length() - self.length())));
    List<String> violations = new ArrayList<>();
    int classes = 0;
    int operations = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        classes++;
        operations += check(ClassFile.of().parse(file), violations);
      }
    }
    assertThat(violations).isEmpty();
    assertThat(classes).isGreaterThan(50);
    assertThat(operations).isGreaterThan(1_000);
  }

  @Test
  void breakingARuleIsSeen() {
    List<String> violations = new ArrayList<>();
    check(parse(RuleBreaker.class), violations);
    assertThat(violations)
        .extracting(violation -> violation.substring(violation.indexOf("RuleBreaker")))
        .contains(
            "RuleBreaker: the field field holds a vector",
            "RuleBreaker.crossesACall: a vector crosses a call",
            "RuleBreaker.crossesACall: FloatVector.lanewise(VectorOperators$Unary)FloatVector",
            "RuleBreaker.crossesACall: VectorOperators.EXP",
            "RuleBreaker.reduces: an array of vectors",
            "RuleBreaker.reduces: a lambda beside vectors",
            "RuleBreaker.reduces: FloatVector.reduceLanes(VectorOperators$Associative)float",
            "RuleBreaker.reduces: VectorOperators.ADD",
            "RuleBreaker.reduces: a lane other than 0")
        .anyMatch(
            violation -> violation.endsWith("FloatVector.intoArray(float[],int,VectorMask)void"));
  }

  /** Adds the violations of a class and returns how many operations on vectors it has. */
  private static int check(ClassModel type, List<String> violations) {
    String name = type.thisClass().asSymbol().displayName();
    for (FieldModel field : type.fields()) {
      String descriptor = field.fieldType().stringValue();
      boolean constant =
          field.flags().has(AccessFlag.STATIC)
              && field.flags().has(AccessFlag.FINAL)
              && PATTERN_TYPES.stream()
                  .anyMatch(pattern -> descriptor.equals("L" + VECTOR_API + pattern + ";"));
      if (descriptor.contains(VECTOR_API) && !constant) {
        violations.add(name + ": the field " + field.fieldName().stringValue() + " holds a vector");
      }
    }
    int operations = 0;
    for (MethodModel method : type.methods()) {
      String where = name + "." + method.methodName().stringValue() + ": ";
      String descriptor = method.methodType().stringValue();
      boolean species = descriptor.equals("()L" + VECTOR_API + "VectorSpecies;");
      if (descriptor.contains(VECTOR_API) && !species) {
        violations.add(where + "a vector crosses a call");
      }
      if (method.code().isPresent()) {
        operations += check(where, method.code().get().elementList(), violations);
      }
    }
    return operations;
  }

  private static int check(String where, List<CodeElement> code, List<String> violations) {
    int operations = 0;
    boolean dynamic = false;
    Opcode previous = Opcode.NOP;
    for (CodeElement element : code) {
      switch (element) {
        case InvokeInstruction call when isVectorApi(call.owner().asInternalName()) -> {
          String owner = call.owner().asInternalName().substring(VECTOR_API.length());
          String operation =
              owner + "." + call.name().stringValue() + call.typeSymbol().displayDescriptor();
          if (!SETUP_TYPES.contains(owner)) {
            operations++;
            boolean pattern = operation.equals(MAKES_A_PATTERN) && where.contains("<clinit>");
            if (!OPERATIONS.contains(operation) && !pattern) {
              violations.add(where + operation);
            }
          }
          if (call.name().equalsString("lane") && previous != Opcode.ICONST_0) {
            violations.add(where + "a lane other than 0");
          }
        }
        case FieldInstruction field when isVectorApi(field.owner().asInternalName()) -> {
          String owner = field.owner().asInternalName().substring(VECTOR_API.length());
          String constant = field.name().stringValue();
          if (owner.equals("VectorOperators") && !OPERATORS.contains(constant)) {
            violations.add(where + owner + "." + constant);
          }
        }
        case NewReferenceArrayInstruction array
            when isVectorApi(array.componentType().asInternalName()) ->
            violations.add(where + "an array of vectors");
        case InvokeDynamicInstruction lambda -> dynamic = true;
        default -> {}
      }
      if (element instanceof Instruction instruction) {
        previous = instruction.opcode();
      }
    }
    if (dynamic && operations > 0) {
      violations.add(where + "a lambda beside vectors");
    }
    return operations;
  }

  private static boolean isVectorApi(String internalName) {
    return internalName.startsWith(VECTOR_API);
  }

  private static ClassModel parse(Class<?> type) {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return ClassFile.of().parse(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
