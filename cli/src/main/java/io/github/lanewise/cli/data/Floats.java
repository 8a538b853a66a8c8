package io.github.lanewise.cli.data;

import java.util.Arrays;

/** A growing array of floats. */
final class Floats {
  private float[] values = new float[1024];
  private int size;

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.addExact(size, Math.max(size >> 1, 16)));
    }
    values[size++] = value;
  }

  float[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
