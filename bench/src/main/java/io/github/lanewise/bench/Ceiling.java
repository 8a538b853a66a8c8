package io.github.lanewise.bench;

import io.github.lanewise.kernels.internal.FmaCeiling;

/**
 * Fused multiply-adds in registers, in rounds of 2 ms: what no product can exceed. Measured on one
 * core and multiplied by the number of threads, or of processors where those are fewer.
 */
final class Ceiling implements Side {

  private static final long WARM_UP_NANOS = 120_000_000;

  private final int cores;
  private boolean compiled;

  Ceiling(int threads) {
    cores = Math.min(threads, Runtime.getRuntime().availableProcessors());
  }

  /** Warms up once per JVM, for a time that others have not had the core. */
  @Override
  public void prepare() {
    long start = Jvm.THIS.cpuNanos();
    while (!compiled) {
      FmaCeiling.measureGflops(1);
      compiled = Jvm.THIS.cpuNanos() - start >= WARM_UP_NANOS && !Jvm.THIS.isCompiling();
    }
  }

  /** How many cores it is measured for. */
  int cores() {
    return cores;
  }

  @Override
  public double measure() {
    return cores * FmaCeiling.measureGflops(1);
  }
}
