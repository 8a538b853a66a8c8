package io.github.lanewise.kernels;

/**
 * Whether a GEMM operand enters as it is stored or transposed: {@code op(X) = X} or {@code op(X) =
 * X^T}.
 */
public enum Transpose {
  /** {@code op(X) = X}. */
  NO,
  /** {@code op(X) = X^T}. */
  YES
}
