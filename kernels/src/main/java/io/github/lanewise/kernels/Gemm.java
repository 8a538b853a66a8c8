package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.Checks;
import io.github.lanewise.kernels.internal.Products;
import java.util.Objects;

/**
 * General matrix multiplication in single precision, column-major, with the semantics of BLAS
 * {@code SGEMM}.
 *
 * <p>Each element of the result is one chain of fused multiply-adds in index order, {@code acc :=
 * fma(alpha * op(A)(i, p), op(B)(p, j), acc)} for p = 0, 1, ..., k - 1, which starts from {@code
 * beta * C(i, j)}, or from 0 if {@code beta == 0}. So the bits depend neither on transposition,
 * blocking, threads and vector width nor on where the matrices lie. Row-major callers compute
 * {@code C^T = B^T A^T}: swap the operands and {@code m} with {@code n}.
 *
 * <p>A product runs on the calling thread, or on the team that its workspace was made for: {@code
 * new GemmWorkspace(team)}.
 */
public final class Gemm {

  private Gemm() {}

  /**
   * Computes {@code C := alpha * op(A) * op(B) + beta * C}, where op(A) is m x k, op(B) is k x n
   * and C is m x n.
   *
   * <p>With {@code beta == 0} C is write-only and may hold NaN; with {@code alpha == 0} or {@code k
   * == 0} A and B are not read. Allocates nothing.
   *
   * @param lda elements from one column of A to the next; at least m, or k if A is transposed
   * @param ldb elements from one column of B to the next; at least k, or n if B is transposed
   * @param ldc elements from one column of C to the next; at least m
   * @param workspace packing buffers, not in use by another product
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or C
   *     overlaps A or B
   * @throws IndexOutOfBoundsException if an array is too short for its matrix
   * @throws IllegalStateException if another product is running in the workspace, or this one is to
   *     run on a team that is closed or runs a task
   * @throws NullPointerException if an argument is null
   */
  public static void gemm(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc,
      GemmWorkspace workspace) {
    boolean aTransposed = Objects.requireNonNull(transA, "transA") == Transpose.YES;
    boolean bTransposed = Objects.requireNonNull(transB, "transB") == Transpose.YES;
    check(
        "gemm",
        aTransposed,
        bTransposed,
        m,
        n,
        k,
        "a",
        "lda",
        a,
        aOffset,
        lda,
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
      GemmTask shared = workspace.share(aTransposed, m, n, k);
      if (shared != null) {
        shared.gemm(
            aTransposed,
            bTransposed,
            k,
            alpha,
            a,
            aOffset,
            lda,
            b,
            bOffset,
            ldb,
            beta,
            c,
            cOffset,
            ldc);
      } else {
        Products.multiply(
            aTransposed,
            bTransposed,
            m,
            n,
            k,
            alpha,
            a,
            aOffset,
            lda,
            b,
            bOffset,
            ldb,
            beta,
            c,
            cOffset,
            ldc,
            workspace.buffers());
      }
    } finally {
      workspace.use.exit();
    }
  }

  /**
   * Computes {@code Z := W A + bias}, the bias broadcast over the columns: W is m x k, A is k x n,
   * Z is m x n, bias has m elements.
   *
   * <p>Each chain starts from its bias: the same bits as {@link BiasAdd#broadcast} into Z and then
   * {@link #gemm} with {@code alpha == 1} and {@code beta == 1}. Allocates nothing.
   *
   * @throws IllegalArgumentException if a size is negative, a leading dimension too small, or Z
   *     overlaps an input
   * @throws IndexOutOfBoundsException if an array is too short
   * @throws IllegalStateException if another product is running in the workspace, or this one is to
   *     run on a team that is closed or runs a task
   * @throws NullPointerException if an argument is null
   */
  public static void forward(
      int m,
      int n,
      int k,
      float[] w,
      int wOffset,
      int ldw,
      float[] a,
      int aOffset,
      int lda,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz,
      GemmWorkspace workspace) {
    check(
        "forward", false, false, m, n, k, "w", "ldw", w, wOffset, ldw, "a", "lda", a, aOffset, lda,
        "z", "ldz", z, zOffset, ldz);
    Checks.vector("forward", "bias", bias, biasOffset, m);
    Checks.disjoint(
        "forward", "z", z, zOffset, Checks.extent(m, n, ldz), "bias", bias, biasOffset, m);
    Objects.requireNonNull(workspace, "workspace").use.enter("forward");
    try {
      GemmTask shared = workspace.share(false, m, n, k);
      if (shared != null) {
        shared.forward(k, w, wOffset, ldw, a, aOffset, lda, bias, biasOffset, z, zOffset, ldz);
      } else {
        Products.forward(
            m,
            n,
            k,
            w,
            wOffset,
            ldw,
            a,
            aOffset,
            lda,
            bias,
            biasOffset,
            z,
            zOffset,
            ldz,
            workspace.buffers());
      }
    } finally {
      workspace.use.exit();
    }
  }

  private static void check(
      String routine,
      boolean aTransposed,
      boolean bTransposed,
      int m,
      int n,
      int k,
      String aName,
      String ldaName,
      float[] a,
      int aOffset,
      int lda,
      String bName,
      String ldbName,
      float[] b,
      int bOffset,
      int ldb,
      String cName,
      String ldcName,
      float[] c,
      int cOffset,
      int ldc) {
    int aRows = aTransposed ? k : m;
    int aColumns = aTransposed ? m : k;
    Checks.size(routine, "m", m);
    Checks.size(routine, "k", k);
    Checks.leadingDimension(routine, ldaName, lda, aTransposed ? "k" : "m", aRows);
    Checks.matrix(routine, aName, a, aOffset, aRows, aColumns, lda);
    checkRest(
        routine,
        bTransposed,
        m,
        n,
        k,
        bName,
        ldbName,
        b,
        bOffset,
        ldb,
        cName,
        ldcName,
        c,
        cOffset,
        ldc);
    Checks.disjoint(
        routine,
        cName,
        c,
        cOffset,
        Checks.extent(m, n, ldc),
        aName,
        a,
        aOffset,
        Checks.extent(aRows, aColumns, lda));
  }

  /** Checks what a product of a valid m x k operand is told of the other one and of the result. */
  static void checkRest(
      String routine,
      boolean bTransposed,
      int m,
      int n,
      int k,
      String bName,
      String ldbName,
      float[] b,
      int bOffset,
      int ldb,
      String cName,
      String ldcName,
      float[] c,
      int cOffset,
      int ldc) {
    int bRows = bTransposed ? n : k;
    int bColumns = bTransposed ? k : n;
    Checks.size(routine, "n", n);
    Checks.leadingDimension(routine, ldbName, ldb, bTransposed ? "n" : "k", bRows);
    Checks.leadingDimension(routine, ldcName, ldc, "m", m);
    Checks.matrix(routine, bName, b, bOffset, bRows, bColumns, ldb);
    Checks.matrix(routine, cName, c, cOffset, m, n, ldc);
    Checks.disjoint(
        routine,
        cName,
        c,
        cOffset,
        Checks.extent(m, n, ldc),
        bName,
        b,
        bOffset,
        Checks.extent(bRows, bColumns, ldb));
  }
}
