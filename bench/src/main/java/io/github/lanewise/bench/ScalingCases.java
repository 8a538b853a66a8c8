package io.github.lanewise.bench;

import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.WorkerTeam;
import java.util.List;

/**
 * Products on a team of two against the same products on one thread, in the same arrays: a short
 * product gains or loses a fifth by how its arrays lie.
 */
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
    LanewiseGemm.Operands operands = LanewiseGemm.Operands.random(problem);
    return new Case.Sides(
        new TeamSide(timed(operands, new GemmWorkspace(team), effort), team),
        timed(operands, new GemmWorkspace(), effort));
  }

  private static Side timed(
      LanewiseGemm.Operands operands, GemmWorkspace workspace, Effort effort) {
    return new TimedSide(
        operands.problem.shape().flops(), new LanewiseGemm.Product(operands, workspace), effort);
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
