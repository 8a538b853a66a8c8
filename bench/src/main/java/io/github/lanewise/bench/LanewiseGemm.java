package io.github.lanewise.bench;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.kernels.WorkerTeam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
          return threads == 1 ? new LanewiseGemm(null) : on(new WorkerTeam(threads));
        }
      };

  private final @Nullable WorkerTeam team;

  private LanewiseGemm(@Nullable WorkerTeam team) {
    this.team = team;
  }

  /** Products on a team, which lives as long as this JVM unless its owner closes it. */
  static GemmLibrary on(WorkerTeam team) {
    return new LanewiseGemm(team);
  }

  @Override
  public String describe() {
    return Lanewise.describe();
  }

  @Override
  public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
    GemmWorkspace workspace = team == null ? new GemmWorkspace() : new GemmWorkspace(team);
    return new Product(problem, a, b, workspace);
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
