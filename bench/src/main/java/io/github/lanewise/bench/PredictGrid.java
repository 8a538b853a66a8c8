package io.github.lanewise.bench;

import java.util.List;

/** The predictions that a duel compares: seven networks, alone and in batches. */
final class PredictGrid {

  static final DuelUnit UNIT =
      new DuelUnit.Micros("call", of -> PredictProblem.parse(of.name()).flops());

  static final List<String> NETWORKS =
      List.of(
          "784-512-256-10",
          "784-128-10",
          "64-128-64-10",
          "32-64-64-2",
          "256-1024-1024-256",
          "256-384-384-128",
          "16-32-16-1");
  static final List<Integer> BATCHES = List.of(1, 8, 32, 128, 512);

  private PredictGrid() {}

  /** All cases, classed by network and batch. */
  static List<DuelCase> all() {
    return cases(NETWORKS, BATCHES);
  }

  /** A few small ones. */
  static List<DuelCase> quick() {
    return cases(List.of("784-128-10", "64-128-64-10", "16-32-16-1"), List.of(1, 32));
  }

  private static List<DuelCase> cases(List<String> networks, List<Integer> batches) {
    return networks.stream()
        .map(LayerSizes::new)
        .flatMap(layers -> batches.stream().map(batch -> new PredictProblem(layers, batch)))
        .map(PredictGrid::of)
        .toList();
  }

  private static DuelCase of(PredictProblem problem) {
    return new DuelCase(problem.toString(), problem.layers().text(), "b" + problem.batch());
  }
}
