package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The products that a duel compares and that teams share: the three that a layer of a network does
 * for one batch, and squares.
 */
final class GemmGrid {

  static final List<Integer> SQUARES = List.of(16, 32, 64, 128, 256, 512, 1024, 2048);
  static final List<Integer> BATCHES = List.of(1, 8, 32, 128, 512);
  static final List<Layer> LAYERS =
      List.of(
          new Layer(784, 512),
          new Layer(512, 256),
          new Layer(256, 10),
          new Layer(64, 128),
          new Layer(128, 64),
          new Layer(64, 10),
          new Layer(1024, 1024));

  private static final Set<Integer> QUICK_SQUARES = Set.of(16, 64, 256);
  private static final Set<Integer> QUICK_BATCHES = Set.of(1, 32);
  private static final Set<Layer> QUICK_LAYERS =
      Set.of(new Layer(784, 512), new Layer(256, 10), new Layer(64, 128));

  /** The sizes of a layer. */
  record Layer(int in, int out) {

    /** Z = W A, with one column per sample. */
    GemmProblem forward(int batch) {
      return new GemmProblem(Transposes.NN, new Shape(out, batch, in));
    }

    /** dW = dZ A^T. */
    GemmProblem weights(int batch) {
      return new GemmProblem(Transposes.NT, new Shape(out, in, batch));
    }

    /** dA = W^T dZ. */
    GemmProblem data(int batch) {
      return new GemmProblem(Transposes.TN, new Shape(in, batch, out));
    }
  }

  private GemmGrid() {}

  /** The problems of {@link #all}, in its order. */
  static List<GemmProblem> problems() {
    return all().stream().map(DuelCase::name).map(GemmProblem::parse).toList();
  }

  /** All cases, classed by batch and transposition. */
  static List<DuelCase> all() {
    return cases(LAYERS, BATCHES, SQUARES);
  }

  /** A few of each class. */
  static List<DuelCase> quick() {
    return cases(
        LAYERS.stream().filter(QUICK_LAYERS::contains).toList(),
        BATCHES.stream().filter(QUICK_BATCHES::contains).toList(),
        SQUARES.stream().filter(QUICK_SQUARES::contains).toList());
  }

  private static List<DuelCase> cases(
      List<Layer> layers, List<Integer> batches, List<Integer> squares) {
    List<DuelCase> cases = new ArrayList<>();
    for (int batch : batches) {
      for (Layer layer : layers) {
        cases.add(of(layer.forward(batch), "batch " + batch));
        cases.add(of(layer.weights(batch), "batch " + batch));
        cases.add(of(layer.data(batch), "batch " + batch));
      }
    }
    for (int side : squares) {
      for (Transposes transposes : Transposes.values()) {
        cases.add(of(new GemmProblem(transposes, Shape.cube(side)), "squares"));
      }
    }
    return cases;
  }

  private static DuelCase of(GemmProblem problem, String row) {
    return new DuelCase(problem.toString(), row, problem.transposes().toString());
  }
}
