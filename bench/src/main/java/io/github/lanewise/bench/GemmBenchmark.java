package io.github.lanewise.bench;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Transpose;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** {@code C := op(A) op(B)}; the default shapes are squares and the layers of a small network. */
public class GemmBenchmark extends KernelBenchmark {

  /** Whether A and B are transposed. */
  public enum Transposes {
    NN(Transpose.NO, Transpose.NO),
    NT(Transpose.NO, Transpose.YES),
    TN(Transpose.YES, Transpose.NO),
    TT(Transpose.YES, Transpose.YES);

    private final Transpose a;
    private final Transpose b;

    Transposes(Transpose a, Transpose b) {
      this.a = a;
      this.b = b;
    }
  }

  @Param Transposes transposes;

  @Param({"64x64x64", "512x32x784", "512x512x512"})
  String shape;

  private Transpose transA;
  private Transpose transB;
  private int m;
  private int n;
  private int k;
  private float[] a;
  private int lda;
  private float[] b;
  private int ldb;
  private float[] c;
  private GemmWorkspace workspace;

  @Setup
  public void setUp() {
    Shape sizes = Shape.parse(shape);
    m = sizes.m();
    n = sizes.n();
    k = sizes.k();
    transA = transposes.a;
    transB = transposes.b;
    a = RandomFloats.array(m * k, 1);
    b = RandomFloats.array(k * n, 2);
    c = new float[m * n];
    lda = transA == Transpose.NO ? m : k;
    ldb = transB == Transpose.NO ? k : n;
    workspace = new GemmWorkspace();
  }

  @Benchmark
  public void gemm() {
    Gemm.gemm(transA, transB, m, n, k, 1f, a, 0, lda, b, 0, ldb, 0f, c, 0, m, workspace);
  }
}
