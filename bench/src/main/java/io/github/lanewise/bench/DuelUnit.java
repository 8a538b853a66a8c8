package io.github.lanewise.bench;

import java.util.function.ToDoubleFunction;

/** What a duel states its figures in, in tables and in JSON; sides are measured in GFLOP/s. */
sealed interface DuelUnit {

  String name();

  /** A rate of a side in a case, in this unit. */
  double of(DuelCase of, double gflops);

  /** GFLOP/s as they are; the higher, the better. */
  record Gflops() implements DuelUnit {

    @Override
    public String name() {
      return "GFLOP/s";
    }

    @Override
    public double of(DuelCase of, double gflops) {
      return gflops;
    }
  }

  /**
   * The time of a call, in microseconds; the lower, the better.
   *
   * @param call what it is called, such as step
   * @param flops of one call
   */
  record Micros(String call, ToDoubleFunction<DuelCase> flops) implements DuelUnit {

    @Override
    public String name() {
      return "us/" + call;
    }

    @Override
    public double of(DuelCase of, double gflops) {
      return flops.applyAsDouble(of) / gflops / 1000;
    }
  }
}
