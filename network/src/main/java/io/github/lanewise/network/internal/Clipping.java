package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Sums;
import io.github.lanewise.kernels.Update;

/**
 * Limits the gradient: first its norm, then each of its values.
 *
 * <p>The square of the norm is the sum over l = 1 to L and the columns of [dW[l] db[l]], in this
 * order and in double, of what {@link Sums#sumOfSquares} returns for the column. So its bits do not
 * depend on who computes which columns.
 */
final class Clipping {
  private final BufferPlan plan;
  private final float[] buffers;
  private final float value;
  private final float norm;

  /** Takes the limits. */
  Clipping(StepSettings settings, BufferPlan plan, float[] buffers) {
    this.plan = plan;
    this.buffers = buffers;
    this.value = settings.clipValue();
    this.norm = settings.clipNorm();
  }

  /**
   * Computes the sums of squares of columns {@code from} to {@code to - 1} of [dW[l] db[l]]. Where
   * only values are limited, finite ones whose squares exceed a float count as 0.
   */
  void square(int l, int from, int to) {
    int n = plan.n(l);
    for (int column = from; column < to; column++) {
      int dW = plan.dW(l) + column * n;
      float squares = Sums.sumOfSquares(n, buffers, dW);
      boolean overflown =
          !Float.isFinite(squares) && norm == Float.POSITIVE_INFINITY && isFinite(n, dW);
      buffers[plan.squares(l) + column] = overflown ? 0 : squares;
    }
  }

  private boolean isFinite(int n, int dW) {
    boolean finite = true;
    for (int i = dW; i < dW + n; i++) {
      finite &= Float.isFinite(buffers[i]);
    }
    return finite;
  }

  /**
   * Returns the norm of the gradient; the squares of all columns must be there. It is not finite if
   * a value is not, or the norm is limited and the squares of a column exceed a float.
   */
  double norm() {
    double sum = 0;
    for (int l = 1; l <= plan.layers(); l++) {
      int squares = plan.squares(l);
      for (int column = 0; column <= plan.n(l - 1); column++) {
        sum += buffers[squares + column];
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * Clips columns {@code from} to {@code to - 1} of [dW[l] db[l]], part of a gradient of a norm.
   */
  void clip(double gradientNorm, int l, int from, int to) {
    boolean tooLong = gradientNorm > norm;
    if (tooLong || value < Float.POSITIVE_INFINITY) {
      int n = plan.n(l);
      float scale = tooLong ? (float) (norm / gradientNorm) : 1;
      Update.clip((to - from) * n, scale, value, buffers, plan.dW(l) + from * n);
    }
  }
}
