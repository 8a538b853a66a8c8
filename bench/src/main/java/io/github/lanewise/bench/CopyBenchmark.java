package io.github.lanewise.bench;

import io.github.lanewise.kernels.internal.Lanes;
import jdk.incubator.vector.FloatVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What the bandwidth of the other kernels is compared with: a plain copy. On CPUs with AVX-512 an
 * {@code arraycopy} of more than 2.5 MB writes past the caches, which saves it reading what it
 * overwrites; no loop in Java can, so the same copy with vector loads and stores stands beside it.
 */
public class CopyBenchmark extends StreamingBenchmark {

  private int length;
  private float[] floats;
  private int from;
  private int to;

  @Override
  @Setup
  public void setUp() {
    setUp(where.length(2));
  }

  final void setUp(int length) {
    this.length = length;
    Slab slab = new Slab(length, length).fill(0, -1f, 1f);
    floats = slab.array;
    from = slab.offset(0);
    to = slab.offset(1);
  }

  @Benchmark
  public void arraycopy() {
    System.arraycopy(floats, from, floats, to, length);
  }

  @Benchmark
  public void vectorLoop() {
    copy(length, floats, from, floats, to);
  }

  /** Every element read and written. */
  long floatsMoved() {
    return 2L * length;
  }

  private static void copy(int length, float[] from, int fromOffset, float[] to, int toOffset) {
    int i = 0;
    for (; i <= length - Lanes.LENGTH; i += Lanes.LENGTH) {
      FloatVector.fromArray(Lanes.SPECIES, from, fromOffset + i).intoArray(to, toOffset + i);
    }
    for (; i < length; i++) {
      to[toOffset + i] = from[fromOffset + i];
    }
  }
}
