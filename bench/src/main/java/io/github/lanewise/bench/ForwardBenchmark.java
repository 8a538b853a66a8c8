package io.github.lanewise.bench;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** {@code Z := W A + bias}: the shape is units x batch x inputs. */
public class ForwardBenchmark extends KernelBenchmark {

  @Param({"512x1x784", "512x32x784", "512x128x784", "128x32x64", "10x32x256"})
  String shape;

  private int m;
  private int n;
  private int k;
  private float[] w;
  private float[] a;
  private float[] bias;
  private float[] z;
  private GemmWorkspace workspace;

  @Setup
  public void setUp() {
    Shape sizes = Shape.parse(shape);
    m = sizes.m();
    n = sizes.n();
    k = sizes.k();
    w = RandomFloats.array(m * k, 1);
    a = RandomFloats.array(k * n, 2);
    bias = RandomFloats.array(m, 3);
    z = new float[m * n];
    workspace = new GemmWorkspace();
  }

  @Benchmark
  public void forward() {
    Gemm.forward(m, n, k, w, 0, m, a, 0, k, bias, 0, z, 0, m, workspace);
  }
}
