package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Every activation, forward and backward, against its scalar definition: the same call in a child
 * JVM that runs with {@code -Dlanewise.simd=off} and takes turns with this one.
 */
final class ActivationCases {

  private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

  private ActivationCases() {}

  static List<Case> of(Effort effort) {
    List<Case> cases = new ArrayList<>();
    for (Activation activation : Activation.all()) {
      for (Direction direction : Direction.values()) {
        String id = activation.id();
        cases.add(
            new Case(
                "%-11s  %s".formatted(id, direction),
                () -> new Case.Sides(side(id, direction, effort), scalar(id, direction, effort))));
      }
    }
    return cases;
  }

  /** Which of an activation's two kernels runs. */
  enum Direction {
    FORWARD,
    BACKWARD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static Side side(String id, Direction direction, Effort effort) {
    ActivationBenchmark benchmark = new ActivationBenchmark();
    benchmark.activation = id;
    benchmark.where = Where.L2;
    benchmark.setUp();
    Repeated forward =
        times -> {
          for (int i = 0; i < times; i++) {
            benchmark.forward();
          }
        };
    Repeated backward =
        times -> {
          for (int i = 0; i < times; i++) {
            benchmark.backward();
          }
        };
    return new TimedSide(
        benchmark.elements(), direction == Direction.FORWARD ? forward : backward, effort);
  }

  private static Side scalar(String id, Direction direction, Effort effort) {
    return RemoteSide.start(
        JvmCommand.of(
            Predicate.not(VECTOR_MODULE::equals), // a warning per child, for nothing
            List.of("-Dlanewise.simd=off"),
            Child.class,
            List.of(id, direction.name(), effort.equals(Effort.QUICK) ? "QUICK" : "FULL")));
  }

  /** The child JVM: an activation's id, a direction and an effort say what it measures. */
  static final class Child {

    private Child() {}

    public static void main(String[] args) {
      Effort effort = args[2].equals("QUICK") ? Effort.QUICK : Effort.FULL;
      RemoteSide.serve(side(args[0], Direction.valueOf(args[1]), effort), System.in, System.out);
    }
  }
}
