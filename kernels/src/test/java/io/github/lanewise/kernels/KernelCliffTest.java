package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * After the profile of every other kernel, no kernel allocates and none has fallen to boxed
 * vectors, which are some fifty times slower: "the cliff".
 */
class KernelCliffTest {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Vectors of 16 floats or more: about twice as fast as those of 8. */
  private static final boolean WIDE = FloatVector.SPECIES_PREFERRED.length() >= 16;

  /** What {@link KernelMeter} measured of a case. */
  private record Measure(
      int work, double nanos, long bytes, double definitionNanos, double yardstickNanos) {

    /** What a call in another JVM would take now: a shared machine may be twice as slow then. */
    double nanosBeside(Measure other) {
      return nanos / yardstickNanos * other.yardstickNanos;
    }
  }

  /** Activations that take an exponential of each element, and derivatives that take one again. */
  private static final Pattern EXPONENTIAL =
      Pattern.compile(
          "forward (gelu|gelu_tanh|silu|sigmoid|tanh|softplus|softmax|log_softmax),"
              + "|backward (gelu|gelu_tanh|silu|softplus|log_softmax),");

  private static Map<String, Measure> vector = Map.of();
  private static Map<String, Measure> scalar = Map.of();

  @BeforeAll
  static void measure() {
    vector = measures(ChildJvm.of(KernelMeter.class).limit(LIMIT));
    scalar =
        measures(
            ChildJvm.of(KernelMeter.class).option("-Dlanewise.simd=off").limit(LIMIT),
            KernelMeter.WITHOUT_PRODUCTS);
  }

  @Test
  void noWarmKernelAllocates() {
    assertAllocatesNothing(vector);
    assertAllocatesNothing(scalar);
  }

  @Test
  void noKernelOfElementsFallsOffTheCliff() {
    List<String> slow = new ArrayList<>();
    scalar.forEach((name, definition) -> {
      Measure kernel = vector.get(name);
      addIfBelow(floor(name), name, kernel, definition.nanosBeside(kernel), slow);
    });
    assertThat(slow).isEmpty();
    assertThat(scalar.keySet().stream().filter(name -> floor(name) > 1)).hasSize(3 * (13 + 2));
  }

  @Test
  void noProductFallsOffTheCliff() {
    List<String> slow = new ArrayList<>();
    int products = 0;
    for (Map.Entry<String, Measure> entry : vector.entrySet()) {
      Measure product = entry.getValue();
      if (entry.getKey().startsWith("Gemm")) {
        products++;
        addIfBelow(
            floor(entry.getKey(), product.work),
            entry.getKey(),
            product,
            product.definitionNanos,
            slow);
      }
    }
    assertThat(slow).isEmpty();
    assertThat(products).isGreaterThan(500);
  }

  /**
   * Exponentials and the like take 2 to 10 ns an element as they are defined, ELU's half of the
   * elements. Adam's square root and division take as long, but the CPU does them 8 times as fast
   * in vectors at best. The others take 1 ns: C2 vectorizes the definition too, and aligns its
   * loop.
   */
  private static double floor(String kernel) {
    if (!kernel.contains(KernelMeter.LONG)) {
      return 0.25;
    }
    if (EXPONENTIAL.matcher(kernel).find()) {
      return WIDE ? 5 : 2;
    }
    return kernel.startsWith("Update.adam") || kernel.startsWith("Activation.forward elu")
        ? 2
        : 0.25;
  }

  /** Few rows or columns pay for turning an operand round and for copying edges. */
  private static double floor(String product, int work) {
    if (work < 6_000) {
      return 0.2;
    }
    if (product.contains("n=1 ")) {
      return 1;
    }
    return product.contains("n=2 ") ? 2.5 : WIDE ? 5 : 4;
  }

  private static void assertAllocatesNothing(Map<String, Measure> measures) {
    Measure canary = measures.get(KernelMeter.CANARY);
    assertThat(canary.bytes).as("the meter sees 16 bytes").isEqualTo(16L * KernelMeter.CALLS);
    List<String> allocating = new ArrayList<>();
    measures.forEach((name, measure) -> {
      if (measure.bytes != 0 && !name.equals(KernelMeter.CANARY)) {
        allocating.add(name + ": " + measure.bytes + " bytes in 1,000 calls");
      }
    });
    assertThat(allocating).isEmpty();
  }

  private static void addIfBelow(
      double floor, String name, Measure measure, double definitionNanos, List<String> slow) {
    double ratio = definitionNanos / Math.max(1, measure.nanos);
    if (ratio < floor && measure.nanos > 20) {
      slow.add(
          "%s: %.0f ns, the definition %.0f ns: %.2f times as fast, not %.2f"
              .formatted(name, measure.nanos, definitionNanos, ratio, floor));
    }
  }

  private static Map<String, Measure> measures(ChildJvm child, String... arguments) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    child
        .run(arguments)
        .outputOfSuccess()
        .lines()
        .map(line -> line.split("\t"))
        .forEach(fields ->
            measures.put(
                fields[0],
                new Measure(
                    Integer.parseInt(fields[1]),
                    Double.parseDouble(fields[2]),
                    Long.parseLong(fields[3]),
                    Double.parseDouble(fields[4]),
                    Double.parseDouble(fields[5]))));
    return measures;
  }
}
