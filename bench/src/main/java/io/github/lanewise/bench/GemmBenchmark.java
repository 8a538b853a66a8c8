package io.github.lanewise.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@code C := op(A) op(B)}, on one thread; the default shapes are squares and a layer of a small
 * network. {@code -p library=lanewise,openblas,...} where the peers are on the class path.
 */
public class GemmBenchmark extends KernelBenchmark {

  @Param("lanewise")
  String library;

  @Param Transposes transposes;

  @Param({"64x64x64", "512x32x784", "512x512x512"})
  String shape;

  private GemmProduct product;

  @Setup
  public void setUp() {
    GemmProblem problem = new GemmProblem(transposes, Shape.parse(shape));
    product =
        GemmProvider.named(library).open(1).product(problem, problem.randomA(), problem.randomB());
  }

  @TearDown
  public void tearDown() {
    product.close();
  }

  @Benchmark
  public void gemm() {
    product.run(1);
  }
}
