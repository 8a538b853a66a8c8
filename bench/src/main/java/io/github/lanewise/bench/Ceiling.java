package io.github.lanewise.bench;

import io.github.lanewise.kernels.internal.FmaCeiling;

/** Fused multiply-adds in registers, in rounds of 2 ms: what no product can exceed. */
final class Ceiling implements Side {

  private static final long WARM_UP_NANOS = 120_000_000;

  private boolean compiled;

  /** Warms up once per JVM, for a time that others have not had the core. */
  @Override
  public void prepare() {
    long start = Jvm.THIS.cpuNanos();
    while (!compiled) {
      FmaCeiling.measureGflops(1);
      compiled = Jvm.THIS.cpuNanos() - start >= WARM_UP_NANOS && !Jvm.THIS.isCompiling();
    }
  }

  @Override
  public double measure() {
    return FmaCeiling.measureGflops(1);
  }
}
