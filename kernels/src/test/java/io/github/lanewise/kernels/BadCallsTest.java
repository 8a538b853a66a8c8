package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lanewise.kernels.Kernel.Arguments;
import io.github.lanewise.kernels.Kernel.Operand;
import io.github.lanewise.kernels.Kernel.Use;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public kernel refuses every kind of bad argument with its own exception and message, before
 * it touches an output.
 */
class BadCallsTest {

  private static final Map<String, Integer> SIZES =
      Map.of("rows", 5, "columns", 3, "m", 5, "n", 3, "k", 4, "length", 7);
  private static final int GAP = 2;
  private static final int HUGE_LD = 1 << 30;

  /** A change that makes the arguments of a kernel bad, and what must come of it. */
  private record BadCall(
      Kernel kernel,
      String change,
      Consumer<Arguments> apply,
      Class<? extends RuntimeException> exception,
      String message) {

    void check() {
      Arguments arguments =
          KernelCases.arguments(
              kernel, SIZES, GAP, RandomCases.generator(kernel.name().hashCode()));
      apply.accept(arguments);
      Map<String, Object> before = copies(arguments.arrays());
      Throwable thrown = catchThrowable(() -> kernel.bind().apply(arguments).run());
      assertThat(thrown).isExactlyInstanceOf(exception).hasMessage(message);
      arguments
          .arrays()
          .forEach(
              (name, array) -> assertThat(bits(array)).as(name).isEqualTo(bits(before.get(name))));
    }
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    return badCalls().stream()
        .map(call -> DynamicTest.dynamicTest(call.kernel + ": " + call.change, call::check));
  }

  @Test
  void thereAreEnoughOfThem() {
    assertThat(badCalls()).hasSizeGreaterThan(150);
  }

  @Test
  void refusesWhatIsNoOperand() {
    float[] one = {1f};
    GemmWorkspace workspace = new GemmWorkspace(1, 1, 1);
    assertRefused(
        () -> multiply(null, Transpose.NO, one, workspace), NullPointerException.class, "transA");
    assertRefused(
        () -> multiply(Transpose.NO, null, one, workspace), NullPointerException.class, "transB");
    assertRefused(
        () -> multiply(Transpose.NO, Transpose.YES, one, null),
        NullPointerException.class,
        "workspace");
    assertRefused(
        () -> Gemm.forward(1, 1, 1, one, 0, 1, one, 0, 1, one, 0, new float[1], 0, 1, null),
        NullPointerException.class,
        "workspace");
    assertRefused(
        () -> new GemmWorkspace(-1, 2, 3),
        IllegalArgumentException.class,
        "workspace: m must be >= 0, got m=-1");
    assertRefused(
        () -> new GemmWorkspace(1, -2, 3),
        IllegalArgumentException.class,
        "workspace: n must be >= 0, got n=-2");
    assertRefused(
        () -> new GemmWorkspace(1, 2, -3),
        IllegalArgumentException.class,
        "workspace: k must be >= 0, got k=-3");
    assertRefused(() -> Activation.of(null), NullPointerException.class, "id");
    assertRefused(
        () -> Activation.of("step"),
        IllegalArgumentException.class,
        "activation: id must be one of "
            + Activation.all().stream().map(Activation::id).collect(Collectors.joining(", "))
            + ", got id=step");
  }

  private static void multiply(
      Transpose transA, Transpose transB, float[] one, GemmWorkspace workspace) {
    Gemm.gemm(transA, transB, 1, 1, 1, 1f, one, 0, 1, one, 0, 1, 0f, new float[1], 0, 1, workspace);
  }

  private static void assertRefused(
      ThrowingCallable call, Class<? extends RuntimeException> exception, String message) {
    assertThat(catchThrowable(call)).isExactlyInstanceOf(exception).hasMessage(message);
  }

  private static List<BadCall> badCalls() {
    List<BadCall> calls = new ArrayList<>();
    for (Kernel kernel : KernelCatalog.ALL) {
      addSizes(kernel, calls);
      List<Operand> operands =
          kernel.operands().stream().filter(operand -> operand.use() != Use.RETURNED).toList();
      for (Operand operand : operands) {
        addRanges(kernel, operand, calls);
      }
      for (Operand written : operands) {
        for (Operand other : operands) {
          if (overlapIsRefusedAs(written, other, operands) && !kernel.routine().equals("argmax")) {
            addOverlaps(kernel, written, other, calls);
          }
        }
      }
    }
    return calls;
  }

  private static void addSizes(Kernel kernel, List<BadCall> calls) {
    kernel.operands().stream()
        .flatMap(operand -> Stream.of(operand.rows(), operand.columns()))
        .filter(size -> !size.isEmpty())
        .distinct()
        .forEach(size ->
            calls.add(
                new BadCall(
                    kernel,
                    size + " negative",
                    arguments -> arguments.sizes().put(size, -1),
                    IllegalArgumentException.class,
                    "%s: %s must be >= 0, got %s=-1".formatted(kernel.routine(), size, size))));
  }

  private static void addRanges(Kernel kernel, Operand operand, List<BadCall> calls) {
    String name = operand.name();
    int rows = SIZES.get(operand.rows());
    int columns = operand.isMatrix() ? SIZES.get(operand.columns()) : 1;
    int ld = operand.isMatrix() ? rows + GAP : rows;
    int extent = (columns - 1) * ld + rows;
    int length = GAP + extent + GAP;
    calls.add(
        new BadCall(
            kernel,
            name + " null",
            arguments -> arguments.arrays().put(name, null),
            NullPointerException.class,
            name));
    for (int offset : new int[] {-1, Integer.MIN_VALUE, GAP + GAP + 1, Integer.MAX_VALUE}) {
      calls.add(
          new BadCall(
              kernel,
              name + " from " + offset + " on",
              arguments -> arguments.offsets().put(name, offset),
              IndexOutOfBoundsException.class,
              range(kernel, name, extent, offset, length)));
    }
    calls.add(
        new BadCall(
            kernel,
            name + " one element short",
            arguments ->
                arguments.arrays().compute(name, (key, array) -> shorter(array, GAP + extent - 1)),
            IndexOutOfBoundsException.class,
            range(kernel, name, extent, GAP, GAP + extent - 1)));
    if (operand.isMatrix()) {
      calls.add(
          new BadCall(
              kernel,
              operand.ld() + " one less than the rows",
              arguments -> arguments.lds().put(name, rows - 1),
              IllegalArgumentException.class,
              "%s: %s must be >= %s, got %s=%d (%s=%d)"
                  .formatted(
                      kernel.routine(),
                      operand.ld(),
                      operand.rows(),
                      operand.ld(),
                      rows - 1,
                      operand.rows(),
                      rows)));
      calls.add(
          new BadCall(
              kernel,
              operand.ld() + " so large that int overflows",
              arguments -> arguments.lds().put(name, HUGE_LD),
              IndexOutOfBoundsException.class,
              range(kernel, name, (columns - 1L) * HUGE_LD + rows, GAP, length)));
    }
  }

  private static void addOverlaps(
      Kernel kernel, Operand written, Operand other, List<BadCall> calls) {
    String what = written.name() + " in " + other.name();
    calls.add(overlap(kernel, written, other, what + ", one element on", GAP + 1, 0));
    boolean inPlaceAllowed = written.inPlace().contains(other.name());
    if (!inPlaceAllowed) {
      calls.add(overlap(kernel, written, other, what + ", exactly", GAP, 0));
    } else {
      calls.add(overlap(kernel, written, other, what + ", with another ld", GAP, 1));
    }
  }

  private static BadCall overlap(
      Kernel kernel, Operand written, Operand other, String what, int offset, int moreLd) {
    return new BadCall(
        kernel,
        what,
        arguments -> {
          float[] shared = Arrays.copyOf(arguments.floats(other.name()), 100);
          arguments.arrays().put(other.name(), shared);
          arguments.arrays().put(written.name(), shared);
          arguments.offsets().put(written.name(), offset);
          arguments.lds().computeIfPresent(written.name(), (name, ld) -> ld + moreLd);
        },
        IllegalArgumentException.class,
        "%s: %s must not overlap %s, got %sOffset=%d (%sOffset=%d)"
            .formatted(
                kernel.routine(),
                written.name(),
                other.name(),
                written.name(),
                offset,
                other.name(),
                GAP));
  }

  /** A written operand is checked against all that are read, and each pair of written ones once. */
  private static boolean overlapIsRefusedAs(
      Operand written, Operand other, List<Operand> operands) {
    return written.use() == Use.WRITTEN
        && (other.use() == Use.READ || operands.indexOf(written) < operands.indexOf(other));
  }

  private static String range(Kernel kernel, String name, long extent, int offset, int length) {
    return "%s: %s must hold %d elements from %sOffset on, got %sOffset=%d (%s.length=%d)"
        .formatted(kernel.routine(), name, extent, name, name, offset, name, length);
  }

  private static Object shorter(Object array, int length) {
    return array instanceof int[] ints
        ? Arrays.copyOf(ints, length)
        : Arrays.copyOf((float[]) array, length);
  }

  private static Map<String, Object> copies(Map<String, Object> arrays) {
    Map<String, Object> copies = new HashMap<>();
    arrays.forEach((name, array) -> copies.put(name, bits(array)));
    return copies;
  }

  /** The raw bits of a float array; an int array, a copy or nothing as they are. */
  private static int[] bits(Object array) {
    if (array instanceof float[] floats) {
      int[] bits = new int[floats.length];
      Arrays.setAll(bits, i -> Float.floatToRawIntBits(floats[i]));
      return bits;
    }
    return array == null ? new int[0] : ((int[]) array).clone();
  }
}
