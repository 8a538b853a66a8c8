package io.github.lanewise.bench;

import java.util.SplittableRandom;

/**
 * The operands of one benchmark in one array, as a network plans its buffers. Each starts on a
 * cache line and at another quarter of a 4 KiB page than the one before, so that neither split
 * lines nor stores that a load mistakes for its own (they compare the low 12 bits of addresses)
 * make figures differ from run to run.
 */
final class Slab {

  /** From 16 MiB on, G1 starts an array at the start of a region, at every region size. */
  private static final int LEAST_FLOATS = (16 << 20) / Float.BYTES;

  private static final int HEADER_FLOATS = 16 / Float.BYTES;
  private static final int LINE_FLOATS = 64 / Float.BYTES;
  private static final int PAGE_FLOATS = 4096 / Float.BYTES;

  final float[] array;
  private final int[] offsets;
  private final int[] lengths;

  Slab(int... lengths) {
    this.lengths = lengths;
    offsets = new int[lengths.length];
    int end = LINE_FLOATS - HEADER_FLOATS;
    for (int operand = 0; operand < lengths.length; operand++) {
      int page = Math.ceilDiv(end, PAGE_FLOATS) * PAGE_FLOATS;
      offsets[operand] = page + operand % 4 * (PAGE_FLOATS / 4) + LINE_FLOATS - HEADER_FLOATS;
      end = offsets[operand] + lengths[operand];
    }
    array = new float[Math.max(end, LEAST_FLOATS)];
  }

  int offset(int operand) {
    return offsets[operand];
  }

  /** Fills an operand with seeded values, uniform in [low, high). */
  Slab fill(int operand, float low, float high) {
    RandomFloats.fill(array, offsets[operand], lengths[operand], low, high, operand);
    return this;
  }

  /** Fills an operand with seeded values, 1 or -1. */
  Slab fillWithSigns(int operand) {
    SplittableRandom random = new SplittableRandom(operand);
    for (int i = 0; i < lengths[operand]; i++) {
      array[offsets[operand] + i] = random.nextBoolean() ? 1f : -1f;
    }
    return this;
  }
}
