package io.github.lanewise.bench;

import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.PackedMatrix;
import io.github.lanewise.kernels.Transpose;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * {@code C := op(A) B} and {@code C := op(A) B + bias} with op(A) packed beforehand; the shapes are
 * those of layers, units x batch x inputs, and a square.
 */
public class PackedMatrixBenchmark extends KernelBenchmark {

  @Param Transpose transpose;

  @Param({"512x1x784", "512x8x784", "512x32x784", "512x512x512"})
  String shape;

  private int m;
  private int n;
  private int k;
  private PackedMatrix a;
  private float[] b;
  private float[] bias;
  private float[] c;
  private GemmWorkspace workspace;

  @Setup
  public void setUp() {
    Shape sizes = Shape.parse(shape);
    m = sizes.m();
    n = sizes.n();
    k = sizes.k();
    int lda = transpose == Transpose.YES ? k : m;
    a = PackedMatrix.of(transpose, m, k, RandomFloats.array(m * k, 1), 0, lda);
    b = RandomFloats.array(k * n, 2);
    bias = RandomFloats.array(m, 3);
    c = new float[m * n];
    workspace = new GemmWorkspace();
  }

  @Benchmark
  public void gemm() {
    a.gemm(Transpose.NO, n, b, 0, k, 0f, c, 0, m, workspace);
  }

  @Benchmark
  public void forward() {
    a.forward(n, b, 0, k, bias, 0, c, 0, m, workspace);
  }
}
