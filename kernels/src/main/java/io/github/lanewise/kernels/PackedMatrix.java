package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.PackedPanels;
import java.util.Objects;

/**
 * A matrix packed once, as the left operand of many products: {@code op(A)} in the order in which
 * the register tiles of {@link Gemm} read it, a copy of its own.
 *
 * <p>Worth it for a matrix of some 64 thousand elements or more with rows for four vectors or more,
 * with 16 vector registers (AVX2) from 8 thousand elements and 64 rows on, that is multiplied
 * often, by 2 to a few hundred columns at a time, such as the weights of a network that predicts:
 * {@code Gemm} packs such a matrix in each call, or reads it where its columns lie far apart. For
 * one column an unpacked matrix is read faster. A transposed matrix costs what a plain one costs.
 * The bits are those of {@code Gemm}.
 *
 * <p>Immutable: share it between any number of threads, each with a workspace of its own.
 */
public final class PackedMatrix {

  private final PackedPanels panels;

  private PackedMatrix(PackedPanels panels) {
    this.panels = panels;
  }

  /**
   * Packs {@code op(A)}, which is m x k.
   *
   * @param lda elements from one column of A to the next; at least m, or k if A is transposed
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or the
   *     packed matrix, its rows rounded up to whole vectors, exceeds an array
   * @throws IndexOutOfBoundsException if the array is too short
   * @throws UnsupportedOperationException if this JVM cannot run the kernels well; the message
   *     names the remedy
   * @throws NullPointerException if an argument is null
   */
  public static PackedMatrix of(Transpose transA, int m, int k, float[] a, int aOffset, int lda) {
    boolean transposed = Objects.requireNonNull(transA, "transA") == Transpose.YES;
    Checks.size("pack", "m", m);
    Checks.size("pack", "k", k);
    Checks.leadingDimension("pack", "lda", lda, transposed ? "k" : "m", transposed ? k : m);
    Checks.matrix("pack", "a", a, aOffset, transposed ? k : m, transposed ? m : k, lda);
    if (PackedPanels.length(m, k) > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "pack: the packed matrix must fit into an array, got m=" + m + ", k=" + k);
    }
    return new PackedMatrix(PackedPanels.of(transposed, m, k, a, aOffset, lda));
  }

  /** Returns m, the rows of {@code op(A)}. */
  public int rows() {
    return panels.rows();
  }

  /** Returns k, the columns of {@code op(A)}. */
  public int columns() {
    return panels.depth();
  }

  /** Returns the memory that the copy holds, in bytes. */
  public long bytes() {
    return panels.bytes();
  }

  /**
   * Computes {@code C := op(A) * op(B) + beta * C}, where op(B) is k x n and C is m x n: the bits
   * of {@link Gemm#gemm} with {@code alpha == 1}. Allocates nothing.
   *
   * @param ldb elements from one column of B to the next; at least k, or n if B is transposed
   * @param ldc elements from one column of C to the next; at least m
   * @param workspace packing buffers, not in use by another product
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or C
   *     overlaps B
   * @throws IndexOutOfBoundsException if an array is too short for its matrix
   * @throws IllegalStateException if another product is running in the workspace, or this one is to
   *     run on a team that is closed or runs a task
   * @throws NullPointerException if an argument is null
   */
  public void gemm(
      Transpose transB,
      int n,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      GemmWorkspace workspace) {
    boolean bTransposed = Objects.requireNonNull(transB, "transB") == Transpose.YES;
    Gemm.checkRest(
        "gemm",
        bTransposed,
        rows(),
        n,
        columns(),
        "b",
        "ldb",
        b,
        bOffset,
        ldb,
        "c",
        "ldc",
        c,
        cOffset,
        ldc);
    Objects.requireNonNull(workspace, "workspace").use.enter("gemm");
    try {
      GemmTask shared = workspace.share(false, rows(), n, columns());
      if (shared != null) {
        shared.gemm(panels, bTransposed, b, bOffset, ldb, beta, c, cOffset, ldc);
      } else {
        panels.multiply(
            0, rows(), bTransposed, n, b, bOffset, ldb, beta, c, cOffset, ldc, workspace.buffers());
      }
    } finally {
      workspace.use.exit();
    }
  }

  /**
   * Computes {@code Z := W A + bias} with this matrix as W, m x k; A is k x n, Z is m x n, bias has
   * m elements: the bits of {@link Gemm#forward}. Allocates nothing.
   *
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or Z
   *     overlaps an input
   * @throws IndexOutOfBoundsException if an array is too short
   * @throws IllegalStateException if another product is running in the workspace, or this one is to
   *     run on a team that is closed or runs a task
   * @throws NullPointerException if an argument is null
   */
  public void forward(
      int n,
      float[] a,
      int aOffset,
      int lda,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz,
      GemmWorkspace workspace) {
    Gemm.checkRest(
        "forward", false, rows(), n, columns(), "a", "lda", a, aOffset, lda, "z", "ldz", z, zOffset,
        ldz);
    Checks.vector("forward", "bias", bias, biasOffset, rows());
    Checks.disjoint(
        "forward",
        "z",
        z,
        zOffset,
        Checks.extent(rows(), n, ldz),
        "bias",
        bias,
        biasOffset,
        rows());
    Objects.requireNonNull(workspace, "workspace").use.enter("forward");
    try {
      GemmTask shared = workspace.share(false, rows(), n, columns());
      if (shared != null) {
        shared.forward(panels, a, aOffset, lda, bias, biasOffset, z, zOffset, ldz);
      } else {
        panels.forward(
            0, rows(), n, a, aOffset, lda, bias, biasOffset, z, zOffset, ldz, workspace.buffers());
      }
    } finally {
      workspace.use.exit();
    }
  }
}
