package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.ScalarGemm;
import io.github.lanewise.kernels.internal.ScalarMath;
import io.github.lanewise.testing.AllocationMeter;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Warms every public kernel with every other one, at the edges of its tiles and vectors, until the
 * JIT has nothing left to do. Then prints for each case its name, its elements or multiply-adds,
 * nanoseconds per call, the bytes that 1,000 calls allocate, nanoseconds of the definition if it is
 * at hand, and of a yardstick that was measured beside it, the same in every JVM; separated by
 * tabs.
 */
final class KernelMeter {

  /** Calls over which allocated bytes are counted. */
  static final int CALLS = 1_000;

  /** A case that allocates the smallest object on each call: the meter must see it. */
  static final String CANARY = "canary";

  /** In the names of cases of many rows. */
  static final String LONG = "long columns";

  /** The argument that leaves out the products. */
  static final String WITHOUT_PRODUCTS = "without products";

  // C2 takes a method after 5,000 calls, and a case may call one only once: a block of many rows.
  private static final int WARM_UP_CALLS = 6_000;
  // For the calls of long loops, with the definition's. Some of those are a kernel's only ones:
  // interpreted, they take ms.
  private static final int ENOUGH_CALLS = 1_000;
  private static final long ENOUGH_NANOS = 50_000_000;
  private static final long WARM_UP_NANOS = 1_000_000;
  private static final long BATCH_NANOS = 50_000;
  private static final int BATCHES = 40;

  private static final int LANES = 16;
  private static final int DEPTH = 48;

  private static final int EXPONENTIALS = 1_000;

  static Object sink = "";
  static float yardstickSum;

  /** A call of a kernel, bound to its arguments, and that of its definition if it is at hand. */
  private record Case(String name, int work, Runnable call, @Nullable Runnable definition) {}

  private KernelMeter() {}

  public static void main(String[] args) {
    List<Case> cases = new ArrayList<>();
    addCatalog(cases);
    if (args.length == 0 || !args[0].equals(WITHOUT_PRODUCTS)) {
      addProducts(cases);
    }
    cases.add(new Case(CANARY, 1, () -> sink = new Object(), null));
    Case yardstick = new Case("yardstick", EXPONENTIALS, KernelMeter::exponentials, null);
    cases.add(yardstick);
    warmUp(cases);
    cases.remove(yardstick);
    AllocationMeter meter = AllocationMeter.ofCaller();
    for (Case one : cases) {
      long nanos = nanosPerCall(one.call);
      meter.start();
      repeat(one.call, CALLS);
      long bytes = meter.bytes();
      long definition = one.definition == null ? 0 : nanosPerCall(one.definition);
      System.out.printf(
          "%s\t%d\t%d\t%d\t%d\t%d%n",
          one.name, one.work, nanos, bytes, definition, nanosPerCall(yardstick.call));
    }
  }

  private static void exponentials() {
    float sum = 0;
    for (int i = 0; i < EXPONENTIALS; i++) {
      sum += ScalarMath.exp(-i);
    }
    yardstickSum = sum;
  }

  private static void addCatalog(List<Case> cases) {
    // What fits into L1 and L2 with all operands, so that arithmetic is measured.
    add(cases, LONG, 2_048, 2, 0);
    add(cases, LONG + " with tails", 2_043, 2, 0);
    add(cases, LONG + " with gaps", 2_043, 2, 3);
    add(cases, "short", 10, 200, 0);
    add(cases, "short with gaps", 10, 200, 3);
    add(cases, "medium", 67, 31, 0);
    add(cases, "medium with gaps", 67, 31, 3);
  }

  private static void add(List<Case> cases, String label, int rows, int columns, int gap) {
    Map<String, Integer> sizes =
        Map.of("rows", rows, "columns", columns, "length", rows * columns, "m", 64, "n", 8, "k", 8);
    RandomGenerator random = RandomCases.generator(rows);
    for (Kernel kernel : KernelCatalog.ALL) {
      if (!kernel.name().startsWith("Gemm")) {
        cases.add(
            new Case(
                kernel + ", " + label,
                rows * columns,
                kernel.bind().apply(KernelCases.arguments(kernel, sizes, gap, random)),
                null));
      }
    }
  }

  /** Every number of columns of a tile, every height, whole and cut, all operands and starts. */
  private static void addProducts(List<Case> cases) {
    int[] heights = {
      3, 8, LANES, LANES + 3, 2 * LANES, 3 * LANES, 4 * LANES, 8 * LANES, 8 * LANES - 5
    };
    for (int m : heights) {
      for (int n = 1; n <= 13; n++) {
        addForward(cases, m, n, DEPTH);
        for (Transpose transA : Transpose.values()) {
          for (Transpose transB : Transpose.values()) {
            addProduct(cases, transA, transB, m, n, DEPTH, 0f);
            addProduct(cases, transA, transB, m, n, DEPTH, 1f);
          }
        }
      }
    }
    // A^T in blocks that stay in L1.
    addProduct(cases, Transpose.YES, Transpose.NO, 128, 9, 200, 0f);
    // With 16 registers a packed B beside an A in place.
    addProduct(cases, Transpose.NO, Transpose.NO, 128, 25, 83, 0f);
    addProduct(cases, Transpose.NO, Transpose.NO, 128, 25, 83, 1f);
    // A large A and one column.
    addProduct(cases, Transpose.NO, Transpose.NO, 2_043, 1, 70, 1f);
  }

  private static void addForward(List<Case> cases, int m, int n, int k) {
    float[] a = new float[m * k];
    float[] b = new float[n * k];
    float[] bias = new float[m];
    float[] c = new float[m * n];
    GemmWorkspace workspace = new GemmWorkspace(m, n, k);
    cases.add(
        new Case(
            "Gemm.forward m=%d n=%d k=%d".formatted(m, n, k),
            m * n * k,
            () -> Gemm.forward(m, n, k, a, 0, m, b, 0, k, bias, 0, c, 0, m, workspace),
            () -> ScalarGemm.forward(m, n, k, a, 0, m, b, 0, k, bias, 0, c, 0, m)));
  }

  private static void addProduct(
      List<Case> cases, Transpose transA, Transpose transB, int m, int n, int k, float beta) {
    float[] a = new float[m * k];
    float[] b = new float[n * k];
    float[] c = new float[m * n];
    int lda = transA == Transpose.YES ? k : m;
    int ldb = transB == Transpose.YES ? n : k;
    GemmWorkspace workspace = new GemmWorkspace(m, n, k);
    boolean aTransposed = transA == Transpose.YES;
    boolean bTransposed = transB == Transpose.YES;
    cases.add(
        new Case(
            "Gemm.gemm %s %s m=%d n=%d k=%d beta=%s".formatted(transA, transB, m, n, k, beta),
            m * n * k,
            () ->
                Gemm.gemm(
                    transA, transB, m, n, k, 1f, a, 0, lda, b, 0, ldb, beta, c, 0, m, workspace),
            () ->
                ScalarGemm.multiply(
                    aTransposed, bTransposed, m, n, k, 1f, a, 0, lda, b, 0, ldb, beta, c, 0, m)));
  }

  /**
   * Runs all cases in turn until each has had its calls, then until two whole rounds have passed
   * without compilation. Calls come in short bursts, for a vector operation that is not compiled
   * yet takes 300 ns; a kernel that few cases reach needs many rounds of those until C2 takes it.
   */
  private static void warmUp(List<Case> cases) {
    int[] calls = new int[cases.size()];
    long[] nanos = new long[cases.size()];
    boolean called = false;
    while (!called) {
      called = true;
      for (int i = 0; i < calls.length; i++) {
        boolean enough = calls[i] >= ENOUGH_CALLS && nanos[i] >= ENOUGH_NANOS;
        if (calls[i] < WARM_UP_CALLS && !enough) {
          long start = System.nanoTime();
          calls[i] += burst(cases.get(i));
          nanos[i] += System.nanoTime() - start;
          called = false;
        }
      }
    }
    CompilationMXBean compilation = ManagementFactory.getCompilationMXBean();
    int quietRounds = 0;
    while (quietRounds < 2) {
      long before = compilation.getTotalCompilationTime();
      cases.forEach(KernelMeter::burst);
      quietRounds = compilation.getTotalCompilationTime() == before ? quietRounds + 1 : 0;
    }
  }

  /** Calls a case for a while, its definition once; returns the calls. */
  private static int burst(Case one) {
    long start = System.nanoTime();
    int calls = 0;
    while (calls < WARM_UP_CALLS && System.nanoTime() - start < WARM_UP_NANOS) {
      one.call.run();
      calls++;
    }
    if (one.definition != null) {
      one.definition.run();
    }
    return calls;
  }

  /** The fastest of several batches: what other programs on the machine disturb least. */
  private static long nanosPerCall(Runnable call) {
    long once = Math.max(1, nanos(call, 10) / 10);
    int calls = (int) Math.max(1, BATCH_NANOS / once);
    long[] batches = new long[BATCHES];
    for (int batch = 0; batch < BATCHES; batch++) {
      batches[batch] = nanos(call, calls) / calls;
    }
    return Arrays.stream(batches).min().orElseThrow();
  }

  private static long nanos(Runnable call, int calls) {
    long start = System.nanoTime();
    repeat(call, calls);
    return System.nanoTime() - start;
  }

  private static void repeat(Runnable call, int calls) {
    for (int i = 0; i < calls; i++) {
      call.run();
    }
  }
}
