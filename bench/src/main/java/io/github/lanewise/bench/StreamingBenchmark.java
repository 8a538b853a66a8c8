package io.github.lanewise.bench;

import org.openjdk.jmh.annotations.Param;

/** A benchmark of kernels whose speed depends on where their operands are. */
public abstract class StreamingBenchmark extends KernelBenchmark {

  @Param Where where;

  /** Makes the operands, as large as {@link #where} says. */
  public abstract void setUp();
}
