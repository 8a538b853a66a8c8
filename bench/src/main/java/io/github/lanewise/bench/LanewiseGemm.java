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
    int m = problem.m();
    int n = problem.n();
    int k = problem.k();
    GemmWorkspace workspace =
        team == null ? new GemmWorkspace(m, n, k) : new GemmWorkspace(team, m, n, k);
    return new Product(new Operands(problem, a, b), workspace);
  }

  /** A problem and its three matrices. */
  static final class Operands {

    final GemmProblem problem;
    final float[] a;
    final float[] b;
    final float[] c;

    Operands(GemmProblem problem, float[] a, float[] b) {
      this.problem = problem;
      this.a = a;
      this.b = b;
      c = new float[problem.m() * problem.n()];
      Arrays.fill(c, Float.NaN);
    }

    static Operands random(GemmProblem problem) {
      return new Operands(problem, problem.randomA(), problem.randomB());
    }
  }

  /** A product in a workspace of its own. */
  record Product(Operands operands, GemmWorkspace workspace) implements GemmProduct {

    @Override
    public void run(int times) {
      GemmProblem problem = operands.problem;
      Transposes op = problem.transposes();
      int m = problem.m();
      int n = problem.n();
      int k = problem.k();
      float[] a = operands.a;
      int lda = problem.lda();
      float[] b = operands.b;
      int ldb = problem.ldb();
      float[] c = operands.c;
      for (int i = 0; i < times; i++) {
        Gemm.gemm(op.a(), op.b(), m, n, k, 1f, a, 0, lda, b, 0, ldb, 0f, c, 0, m, workspace);
      }
    }

    @Override
    public float[] result() {
      return operands.c;
    }
  }
}
