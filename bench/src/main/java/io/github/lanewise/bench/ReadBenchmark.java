package io.github.lanewise.bench;

import io.github.lanewise.kernels.internal.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What bounds a kernel that reads and hardly writes: half of the bytes of a copy are stores, which
 * a core does beside its loads. Eight chains hide the latency of the additions.
 */
public class ReadBenchmark extends StreamingBenchmark {

  private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
  private static final int LANES = Lanes.LENGTH;
  private static final int BLOCK = 8 * LANES;

  private int length;
  private float[] floats;
  private int from;
  private int sums;

  @Override
  @Setup
  public void setUp() {
    length = where.length(1);
    Slab slab = new Slab(length, LANES).fill(0, -1f, 1f);
    floats = slab.array;
    from = slab.offset(0);
    sums = slab.offset(1);
  }

  @Benchmark
  public void vectorLoop() {
    read(length, floats, from, sums);
  }

  /** Every element read. */
  long floatsMoved() {
    return length;
  }

  /** {@link Where#length} is a multiple of the block at every vector width. */
  private static void read(int length, float[] floats, int from, int sums) {
    FloatVector acc0 = FloatVector.zero(SPECIES);
    FloatVector acc1 = acc0;
    FloatVector acc2 = acc0;
    FloatVector acc3 = acc0;
    FloatVector acc4 = acc0;
    FloatVector acc5 = acc0;
    FloatVector acc6 = acc0;
    FloatVector acc7 = acc0;
    for (int i = 0; i <= length - BLOCK; i += BLOCK) {
      acc0 = acc0.add(FloatVector.fromArray(SPECIES, floats, from + i));
      acc1 = acc1.add(FloatVector.fromArray(SPECIES, floats, from + i + LANES));
      acc2 = acc2.add(FloatVector.fromArray(SPECIES, floats, from + i + 2 * LANES));
      acc3 = acc3.add(FloatVector.fromArray(SPECIES, floats, from + i + 3 * LANES));
      acc4 = acc4.add(FloatVector.fromArray(SPECIES, floats, from + i + 4 * LANES));
      acc5 = acc5.add(FloatVector.fromArray(SPECIES, floats, from + i + 5 * LANES));
      acc6 = acc6.add(FloatVector.fromArray(SPECIES, floats, from + i + 6 * LANES));
      acc7 = acc7.add(FloatVector.fromArray(SPECIES, floats, from + i + 7 * LANES));
    }
    FloatVector left = acc0.add(acc1).add(acc2.add(acc3));
    FloatVector right = acc4.add(acc5).add(acc6.add(acc7));
    left.add(right).intoArray(floats, sums);
  }
}
