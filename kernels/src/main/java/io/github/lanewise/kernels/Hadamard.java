package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Lanes;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/** Elementwise products. */
public final class Hadamard {
  private Hadamard() {}

  /**
   * Computes {@code y[i] := y[i] * x[i]} over {@code n} elements. Allocates nothing.
   *
   * @param n elements to multiply
   * @param x the other factor
   * @param xOffset first element of {@code x}
   * @param y the factor that the product overwrites
   * @param yOffset first element of {@code y}
   * @throws IndexOutOfBoundsException if a range does not lie within its array
   */
  public static void multiplyInPlace(int n, float[] x, int xOffset, float[] y, int yOffset) {
    Objects.checkFromIndexSize(xOffset, n, x.length);
    Objects.checkFromIndexSize(yOffset, n, y.length);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      FloatVector vx = FloatVector.fromArray(Lanes.SPECIES, x, xOffset + i);
      FloatVector vy = FloatVector.fromArray(Lanes.SPECIES, y, yOffset + i);
      vy.mul(vx).intoArray(y, yOffset + i);
    }
    for (; i < n; i++) {
      y[yOffset + i] *= x[xOffset + i];
    }
  }
}
