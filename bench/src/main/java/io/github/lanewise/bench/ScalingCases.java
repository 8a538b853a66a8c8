package io.github.lanewise.bench;

import io.github.lanewise.kernels.WorkerTeam;
import java.util.List;

/** Products on a team of two against the same products on one thread. */
final class ScalingCases {

  private static final int WORKERS = 2;
  private static final double MOST_QUICK_FLOPS = 100e6;

  private ScalingCases() {}

  static List<Case> of(Effort effort) {
    return GemmGrid.problems().stream()
        .filter(problem -> effort.largeCases() || problem.shape().flops() <= MOST_QUICK_FLOPS)
        .map(problem -> new Case(problem.toString(), () -> sides(problem, effort)))
        .toList();
  }

  private static Case.Sides sides(GemmProblem problem, Effort effort) {
    WorkerTeam team = new WorkerTeam(WORKERS);
    return new Case.Sides(
        new TeamSide(timed(problem, LanewiseGemm.on(team), effort), team),
        timed(problem, LanewiseGemm.PROVIDER.open(1), effort));
  }

  private static Side timed(GemmProblem problem, GemmLibrary library, Effort effort) {
    return new TimedSide(
        problem.shape().flops(),
        library.product(problem, problem.randomA(), problem.randomB()),
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
