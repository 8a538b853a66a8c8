package io.github.lanewise.bench;

import io.github.lanewise.bench.GemmBenchmark.Transposes;
import io.github.lanewise.kernels.internal.FmaCeiling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Squares in all four transpositions, against the ceiling of fused multiply-adds. */
final class GemmCases {

  private static final List<Integer> CUBES = List.of(16, 32, 64, 128, 256, 512, 1024, 2048);
  private static final int LARGEST_QUICK_CUBE = 256;

  private GemmCases() {}

  static List<Case> of(Effort effort) {
    List<Case> cases = new ArrayList<>();
    for (int side : CUBES) {
      if (side <= LARGEST_QUICK_CUBE || effort.largeCases()) {
        for (Transposes transposes : Transposes.values()) {
          cases.add(of(transposes, Shape.cube(side), effort));
        }
      }
    }
    return cases;
  }

  /**
   * Layers of 784 x 512 with one sample and 32, of 64 x 128 with 8, and two squares: from what is
   * bound by the loading of weights to what is bound by multiply-adds.
   */
  static List<Case> fiveShapes(Effort effort) {
    return Stream.of(
            new Shape(512, 1, 784),
            new Shape(128, 8, 64),
            new Shape(512, 32, 784),
            Shape.cube(64),
            Shape.cube(512))
        .map(shape -> of(Transposes.NN, shape, effort))
        .toList();
  }

  private static Case of(Transposes transposes, Shape shape, Effort effort) {
    return new Case(
        transposes + " " + shape,
        () -> new Case.Sides(product(transposes, shape, effort), new Ceiling()));
  }

  private static Side product(Transposes transposes, Shape shape, Effort effort) {
    GemmBenchmark benchmark = new GemmBenchmark();
    benchmark.transposes = transposes;
    benchmark.shape = shape.toString();
    benchmark.setUp();
    return new TimedSide(
        shape.flops(),
        times -> {
          for (int i = 0; i < times; i++) {
            benchmark.gemm();
          }
        },
        effort);
  }

  /** Fused multiply-adds in registers, in rounds of 2 ms. */
  private static final class Ceiling implements Side {

    private static final int WARM_UP_ROUNDS = 60;

    @Override
    public void prepare() {
      do {
        FmaCeiling.measureGflops(WARM_UP_ROUNDS);
      } while (Jvm.THIS.isCompiling());
    }

    @Override
    public double measure() {
      return FmaCeiling.measureGflops(1);
    }
  }
}
