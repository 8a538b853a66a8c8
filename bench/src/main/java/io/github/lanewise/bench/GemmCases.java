package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Products on one thread against the ceiling of fused multiply-adds. */
final class GemmCases {

  private static final int LARGEST_QUICK_SQUARE = 256;

  private GemmCases() {}

  /** Squares in all four transpositions. */
  static List<Case> of(Effort effort) {
    List<GemmProblem> problems = new ArrayList<>();
    for (int side : GemmGrid.SQUARES) {
      if (side <= LARGEST_QUICK_SQUARE || effort.largeCases()) {
        for (Transposes transposes : Transposes.values()) {
          problems.add(new GemmProblem(transposes, Shape.cube(side)));
        }
      }
    }
    return of(problems.stream(), effort);
  }

  /**
   * Layers of 784 x 512 with one sample and 32, of 64 x 128 with 8, and two squares: from what is
   * bound by the loading of weights to what is bound by multiply-adds.
   */
  static List<Case> fiveShapes(Effort effort) {
    return of(
        Stream.of(
                new Shape(512, 1, 784),
                new Shape(128, 8, 64),
                new Shape(512, 32, 784),
                Shape.cube(64),
                Shape.cube(512))
            .map(shape -> new GemmProblem(Transposes.NN, shape)),
        effort);
  }

  private static List<Case> of(Stream<GemmProblem> problems, Effort effort) {
    GemmLibrary lanewise = LanewiseGemm.PROVIDER.open(1);
    Ceiling ceiling = new Ceiling(1);
    return problems
        .map(problem ->
            new Case(
                problem.toString(),
                () ->
                    new Case.Sides(
                        new TimedSide(
                            problem.shape().flops(),
                            lanewise.product(problem, problem.randomA(), problem.randomB()),
                            effort),
                        ceiling)))
        .toList();
  }
}
