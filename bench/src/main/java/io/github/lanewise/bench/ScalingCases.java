package io.github.lanewise.bench;

import io.github.lanewise.bench.LayerProducts.Product;
import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Transpose;
import io.github.lanewise.kernels.WorkerTeam;
import java.util.List;

/** Products on a team of two against the same products on one thread. */
final class ScalingCases {

  private static final int WORKERS = 2;
  private static final double MOST_QUICK_FLOPS = 100e6;

  private ScalingCases() {}

  static List<Case> of(Effort effort) {
    return LayerProducts.all().stream()
        .filter(product -> effort.largeCases() || product.shape().flops() <= MOST_QUICK_FLOPS)
        .map(product -> new Case(product.toString(), () -> sides(product, effort)))
        .toList();
  }

  private static Case.Sides sides(Product product, Effort effort) {
    WorkerTeam team = new WorkerTeam(WORKERS);
    return new Case.Sides(
        new TeamSide(timed(product, new GemmWorkspace(team), effort), team),
        timed(product, new GemmWorkspace(), effort));
  }

  private static Side timed(Product product, GemmWorkspace workspace, Effort effort) {
    int m = product.shape().m();
    int n = product.shape().n();
    int k = product.shape().k();
    Transpose transA = product.transA();
    Transpose transB = product.transB();
    int lda = transA == Transpose.NO ? m : k;
    int ldb = transB == Transpose.NO ? k : n;
    Slab slab = new Slab(m * k, k * n, m * n).fill(0, -1f, 1f).fill(1, -1f, 1f);
    float[] array = slab.array;
    int a = slab.offset(0);
    int b = slab.offset(1);
    int c = slab.offset(2);
    return new TimedSide(
        product.shape().flops(),
        times -> {
          for (int i = 0; i < times; i++) {
            Gemm.gemm(
                transA, transB, m, n, k, 1f, array, a, lda, array, b, ldb, 0f, array, c, m,
                workspace);
          }
        },
        effort);
  }

  /** Wakes the team, which has parked while the other side had its turn, before it is timed. */
  private record TeamSide(Side side, WorkerTeam team) implements Side {

    private static final WorkerTeam.Task NOTHING = worker -> {};

    @Override
    public void prepare() {
      side.prepare();
    }

    @Override
    public double measure() {
      team.run(NOTHING);
      return side.measure();
    }

    @Override
    public void close() {
      team.close();
    }
  }
}
