package io.github.lanewise.cli.data;

import java.util.Arrays;

/** A growing array of floats. */
final class Floats {
  /** What a JVM allows an array to hold. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private float[] values = new float[1024];
  private int size;

  void add(float value) {
    if (size == values.length) {
      if (size == MOST) {
        throw new UnsupportedOperationException("data of more than " + MOST + " numbers");
      }
      values = Arrays.copyOf(values, (int) Math.min(size + (size >> 1) + 16L, MOST));
    }
    values[size++] = value;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
