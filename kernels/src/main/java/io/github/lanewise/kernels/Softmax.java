package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Elementwise;
import io.github.lanewise.kernels.internal.SoftmaxColumns;
import io.github.lanewise.kernels.internal.Uniform;

/**
 * Softmax down each column: {@code a(i) = e^(z(i) - max) / sum of e^(z(p) - max)} over p, with the
 * largest element of the column as max.
 *
 * <p>Its Jacobian is not diagonal: {@code dZ = A (.) (dA - sum of dA(p) A(p))}, column by column.
 * The sums have the order of {@link Sums}. Elements of -Inf get 0. A column that holds NaN or +Inf,
 * or nothing but -Inf, becomes NaN.
 */
public record Softmax() implements Activation {

  @Elementwise
  static float gradient(float da, float a, @Uniform float product) {
    return a * (da - product);
  }

  @Override
  public String id() {
    return "softmax";
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
    SoftmaxColumns.forward(rows, columns, z, zOffset, ldz, a, aOffset, lda);
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
      int aColumn = savedOffset + j * ldSaved;
      float product = SumsLoops.sumOfProducts(rows, da, daColumn, saved, aColumn);
      SoftmaxLoops.gradient(rows, da, daColumn, saved, aColumn, product, dz, dzOffset + j * lddz);
    }
  }
}
