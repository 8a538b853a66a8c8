package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.List;

/** Squares in all four transpositions, against the ceiling of fused multiply-adds. */
final class GemmCases {

  private static final int LARGEST_QUICK_SQUARE = 256;

  private GemmCases() {}

  static List<Case> of(Effort effort) {
    GemmLibrary lanewise = LanewiseGemm.PROVIDER.open(1);
    Ceiling ceiling = new Ceiling();
    List<Case> cases = new ArrayList<>();
    for (int side : GemmGrid.SQUARES) {
      if (side <= LARGEST_QUICK_SQUARE || effort.largeCases()) {
        for (Transposes transposes : Transposes.values()) {
          GemmProblem problem = new GemmProblem(transposes, Shape.cube(side));
          cases.add(
              new Case(
                  problem.toString(),
                  () ->
                      new Case.Sides(
                          new TimedSide(
                              problem.shape().flops(),
                              lanewise.product(problem, problem.randomA(), problem.randomB()),
                              effort),
                          ceiling)));
        }
      }
    }
    return cases;
  }
}
