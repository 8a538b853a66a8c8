package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.FixedOrderSum;
import io.github.lanewise.kernels.internal.ScalarMath;
import io.github.lanewise.kernels.internal.SoftmaxColumns;
import io.github.lanewise.kernels.internal.Uniform;

/**
 * The logarithm of {@link Softmax} down each column: {@code a(i) = (z(i) - max) - log(sum of
 * e^(z(p) - max))} over p, with the largest element of the column as max.
 *
 * <p>Its Jacobian is not diagonal: {@code dZ = dA - e^A (.) (sum of dA(p))}, column by column. The
 * sums have the order of {@link Sums}. Elements of -Inf get -Inf. A column that holds NaN or +Inf,
 * or nothing but -Inf, becomes NaN.
 */
public record LogSoftmax() implements Activation {

  @FixedOrderSum
  static float sumOfExponentials(float sum, float shifted) {
    return sum + ScalarMath.exp(shifted);
  }

  @Elementwise
  static float shift(float z, @Uniform float by) {
    return z - by;
  }

  @Elementwise
  static float gradient(float da, float a, @Uniform float sum) {
    return Math.fma(-ScalarMath.exp(a), sum, da);
  }

  @Override
  public String id() {
    return "log_softmax";
  }

  @Override
  public DerivativeInput derivativeInput() {
    return DerivativeInput.OUTPUT;
  }

  @Override
  public boolean isElementwise() {
    return false;
  }

  @Override
  public void forward(
      int rows, int columns, float[] z, int zOffset, int ldz, float[] a, int aOffset, int lda) {
    Activations.checkForward(id(), rows, columns, z, zOffset, ldz, a, aOffset, lda);
    for (int j = 0; j < columns; j++) {
      int zColumn = zOffset + j * ldz;
      int aColumn = aOffset + j * lda;
      LogSoftmaxLoops.shift(rows, z, zColumn, SoftmaxColumns.max(rows, z, zColumn), a, aColumn);
      float sum = LogSoftmaxLoops.sumOfExponentials(rows, a, aColumn);
      LogSoftmaxLoops.shift(rows, a, aColumn, ScalarMath.log(sum), a, aColumn);
    }
  }

  @Override
  public void backward(
      int rows,
      int columns,
      float[] da,
      int daOffset,
      int ldda,
      float[] saved,
      int savedOffset,
      int ldSaved,
      float[] dz,
      int dzOffset,
      int lddz) {
    Activations.checkBackward(
        id(), rows, columns, da, daOffset, ldda, saved, savedOffset, ldSaved, dz, dzOffset, lddz);
    for (int j = 0; j < columns; j++) {
      int daColumn = daOffset + j * ldda;
      float sum = SumsLoops.sum(rows, da, daColumn);
      LogSoftmaxLoops.gradient(
          rows, da, daColumn, saved, savedOffset + j * ldSaved, sum, dz, dzOffset + j * lddz);
    }
  }
}
