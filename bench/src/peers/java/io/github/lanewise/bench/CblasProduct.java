package io.github.lanewise.bench;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.github.lanewise.kernels.Transpose;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A product of {@code cblas_sgemm}, its operands outside of Java's heap, on cache lines. Each
 * library has its own subclass, which keeps its {@link MethodHandle} in a static final field: only
 * a constant handle compiles to a plain call, and in a JVM with one library this one is.
 */
abstract class CblasProduct implements GemmProduct {

  private static final int COLUMN_MAJOR = 102;
  private static final int NO_TRANS = 111;
  private static final int TRANS = 112;
  private static final long LINE_BYTES = 64;

  private final Arena arena = Arena.ofShared();
  private final int transA;
  private final int transB;
  private final int m;
  private final int n;
  private final int k;
  private final int lda;
  private final int ldb;
  private final MemorySegment a;
  private final MemorySegment b;
  private final MemorySegment c;

  CblasProduct(GemmProblem problem, float[] a, float[] b) {
    transA = code(problem.transposes().a());
    transB = code(problem.transposes().b());
    m = problem.m();
    n = problem.n();
    k = problem.k();
    lda = problem.lda();
    ldb = problem.ldb();
    this.a = copy(a);
    this.b = copy(b);
    float[] unwritten = new float[m * n];
    Arrays.fill(unwritten, Float.NaN);
    c = copy(unwritten);
  }

  private static int code(Transpose transpose) {
    return transpose == Transpose.NO ? NO_TRANS : TRANS;
  }

  private MemorySegment copy(float[] values) {
    MemorySegment segment = arena.allocate((long) Float.BYTES * values.length, LINE_BYTES);
    return segment.copyFrom(MemorySegment.ofArray(values));
  }

  /** {@link Cblas#sgemm} of the library. */
  abstract MethodHandle sgemm();

  @Override
  public final void run(int times) {
    long aAddress = a.address();
    long bAddress = b.address();
    long cAddress = c.address();
    try {
      for (int i = 0; i < times; i++) {
        sgemm()
            .invokeExact(
                COLUMN_MAJOR,
                transA,
                transB,
                m,
                n,
                k,
                1f,
                aAddress,
                lda,
                bAddress,
                ldb,
                0f,
                cAddress,
                m);
      }
    } catch (Throwable e) {
      throw Cblas.failed("cblas_sgemm", e);
    }
  }

  @Override
  public final float[] result() {
    return c.toArray(JAVA_FLOAT);
  }

  @Override
  public final void close() {
    arena.close();
  }
}
