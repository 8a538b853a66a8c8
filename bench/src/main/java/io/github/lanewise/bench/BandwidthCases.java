package io.github.lanewise.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Kernels that do little but move data, against a plain copy that moves as many bytes. */
final class BandwidthCases {

  /** Calls of a benchmark's method; each has its own loop, for {@link Repeated}'s reason. */
  @FunctionalInterface
  private interface Calls<B> {
    void run(B benchmark, int times);
  }

  /** A kernel, and how many floats it reads and writes in one call. */
  private record Kernel<B extends StreamingBenchmark>(
      String name, Supplier<B> benchmark, ToLongFunction<B> floatsMoved, Calls<B> calls) {

    Case.Sides sides(Where where, Effort effort) {
      B ours = benchmark.get();
      ours.where = where;
      ours.setUp();
      long floats = floatsMoved.applyAsLong(ours);
      CopyBenchmark copy = new CopyBenchmark();
      copy.setUp((int) (floats / 2));
      return new Case.Sides(
          new TimedSide(bytes(floats), times -> calls.run(ours, times), effort),
          new TimedSide(
              bytes(copy.floatsMoved()),
              times -> {
                for (int i = 0; i < times; i++) {
                  copy.arraycopy();
                }
              },
              effort));
    }

    private static double bytes(long floats) {
      return (double) Float.BYTES * floats;
    }
  }

  private static final List<Kernel<?>> KERNELS =
      List.of(
          new Kernel<>(
              "bias add",
              BiasAddBenchmark::new,
              BiasAddBenchmark::floatsMovedByAdd,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.add();
                }
              }),
          new Kernel<>(
              "Hadamard",
              HadamardBenchmark::new,
              HadamardBenchmark::floatsMoved,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.multiply();
                }
              }),
          new Kernel<>(
              "Hadamard in place",
              HadamardBenchmark::new,
              HadamardBenchmark::floatsMoved,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.multiplyInPlace();
                }
              }),
          new Kernel<>(
              "row sums",
              RowReduceBenchmark::new,
              RowReduceBenchmark::floatsMoved,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.sum();
                }
              }),
          new Kernel<>(
              "ReLU",
              BandwidthCases::relu,
              ActivationBenchmark::floatsMovedByForward,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.forward();
                }
              }),
          new Kernel<>(
              "ReLU in place",
              BandwidthCases::relu,
              ActivationBenchmark::floatsMovedByForward,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.forwardInPlace();
                }
              }),
          new Kernel<>(
              "ReLU backward",
              BandwidthCases::relu,
              ActivationBenchmark::floatsMovedByBackward,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.backward();
                }
              }),
          new Kernel<>(
              "SGD",
              UpdateBenchmark::new,
              UpdateBenchmark::floatsMovedBySgd,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.sgd();
                }
              }),
          new Kernel<>(
              "momentum",
              UpdateBenchmark::new,
              UpdateBenchmark::floatsMovedByMomentum,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.momentum();
                }
              }),
          new Kernel<>(
              "Adam",
              UpdateBenchmark::new,
              UpdateBenchmark::floatsMovedByAdam,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.adam();
                }
              }),
          new Kernel<>(
              "vector loop copy",
              CopyBenchmark::new,
              CopyBenchmark::floatsMoved,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.vectorLoop();
                }
              }),
          new Kernel<>(
              "vector loop read",
              ReadBenchmark::new,
              ReadBenchmark::floatsMoved,
              (kernel, times) -> {
                for (int i = 0; i < times; i++) {
                  kernel.vectorLoop();
                }
              }));

  private BandwidthCases() {}

  static List<Case> of(Effort effort) {
    List<Case> cases = new ArrayList<>();
    for (Where where : Where.values()) {
      if (where != Where.MEMORY || effort.largeCases()) {
        for (Kernel<?> kernel : KERNELS) {
          String name = "%-6s  %s".formatted(where, kernel.name());
          cases.add(new Case(name, () -> kernel.sides(where, effort)));
        }
      }
    }
    return cases;
  }

  private static ActivationBenchmark relu() {
    ActivationBenchmark kernel = new ActivationBenchmark();
    kernel.activation = "relu";
    return kernel;
  }
}
