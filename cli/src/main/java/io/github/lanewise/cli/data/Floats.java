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
      values = Arrays.copyOf(values, grown(size));
    }
    values[size++] = value;
  }

  /** Half as many again. */
  static int grown(int size) {
    return (int) Math.min((long) size + (size >> 1), MOST);
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
