package io.github.lanewise.bench;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Lanewise;
import java.util.Arrays;

/** Lanewise's own products. */
final class LanewiseGemm implements GemmLibrary {

  static final GemmProvider PROVIDER =
      new GemmProvider() {
        @Override
        public String id() {
          return "lanewise";
        }

        @Override
        public GemmLibrary open(int threads) {
          return new LanewiseGemm(threads);
        }
      };

  private LanewiseGemm(int threads) {
    if (threads != 1) {
      throw new UnsupportedOperationException(
          "gemm: Lanewise multiplies on the calling thread only, got threads=" + threads);
    }
  }

  @Override
  public String describe() {
    return Lanewise.describe();
  }

  @Override
  public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
    return new Product(problem, a, b, new GemmWorkspace());
  }

  private static final class Product implements GemmProduct {

    private final GemmProblem problem;
    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final GemmWorkspace workspace;

    Product(GemmProblem problem, float[] a, float[] b, GemmWorkspace workspace) {
      this.problem = problem;
      this.a = a;
      this.b = b;
      this.workspace = workspace;
      c = new float[problem.m() * problem.n()];
      Arrays.fill(c, Float.NaN);
    }

    @Override
    public void run(int times) {
      Transposes op = problem.transposes();
      int m = problem.m();
      int n = problem.n();
      int k = problem.k();
      int lda = problem.lda();
      int ldb = problem.ldb();
      for (int i = 0; i < times; i++) {
        Gemm.gemm(op.a(), op.b(), m, n, k, 1f, a, 0, lda, b, 0, ldb, 0f, c, 0, m, workspace);
      }
    }

    @Override
    public float[] result() {
      return c;
    }
  }
}
