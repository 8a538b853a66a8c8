package io.github.lanewise.kernels.internal;

/** Whether all elements of a range are finite. */
public final class Finiteness {

  private Finiteness() {}

  /** 0 times a finite x adds nothing; NaN and the infinities make the sum NaN. */
  @FixedOrderSum
  static float sumOfZeros(float sum, float x) {
    return Math.fma(x, 0f, sum);
  }

  /** Returns whether {@code length} elements are neither NaN nor infinite. */
  public static boolean allFinite(int length, float[] x, int xOffset) {
    return FinitenessLoops.sumOfZeros(length, x, xOffset) == 0f;
  }
}
