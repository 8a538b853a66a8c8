package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.List;

/** The training steps that a duel compares. */
final class TrainGrid {

  static final DuelUnit UNIT =
      new DuelUnit.Micros("step", of -> TrainProblem.parse(of.name()).flops());

  private static final List<String> NETWORKS =
      List.of("784-512-256-10", "784-128-10", "64-128-64-10", "32-64-64-2", "256-1024-1024-256");
  private static final List<Integer> BATCHES = List.of(1, 8, 32, 128, 512);

  private static final List<String> QUICK_NETWORKS =
      List.of("784-512-256-10", "64-128-64-10", "32-64-64-2");
  private static final List<Integer> QUICK_BATCHES = List.of(1, 32);

  private TrainGrid() {}

  /** All cases, classed by network and batch. */
  static List<DuelCase> all() {
    return cases(NETWORKS, BATCHES);
  }

  /** A few of each class. */
  static List<DuelCase> quick() {
    return cases(QUICK_NETWORKS, QUICK_BATCHES);
  }

  private static List<DuelCase> cases(List<String> networks, List<Integer> batches) {
    List<DuelCase> cases = new ArrayList<>();
    for (String network : networks) {
      for (int batch : batches) {
        for (TrainProblem.Method method : TrainProblem.Method.values()) {
          TrainProblem problem = new TrainProblem(new LayerSizes(network), batch, method);
          cases.add(new DuelCase(problem.toString(), network, "b" + batch));
        }
      }
    }
    return cases;
  }
}
