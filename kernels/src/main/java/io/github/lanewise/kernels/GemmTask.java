package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.GemmPartition;
import io.github.lanewise.kernels.internal.PackedPanels;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.Products;
import org.jspecify.annotations.Nullable;

/**
 * A product that a team computes: each worker a block of C, as if it were a product of its own, in
 * packing buffers of its own. The fields carry the arguments, so that a call allocates nothing.
 */
final class GemmTask implements WorkerTeam.Task {

  private static final float[] NONE = {};

  private final WorkerTeam team;
  private final PackingBuffers[] buffers;
  private final GemmPartition partition;

  private @Nullable PackedPanels packed;
  private boolean aTransposed;
  private boolean bTransposed;
  private int k;
  private float alpha;
  private float[] a = NONE;
  private int aOffset;
  private int lda;
  private float[] b = NONE;
  private int bOffset;
  private int ldb;
  private float @Nullable [] bias;
  private int biasOffset;
  private float beta;
  private float[] c = NONE;
  private int cOffset;
  private int ldc;

  /** Makes a task for a team with a set of buffers for each worker. */
  GemmTask(WorkerTeam team, PackingBuffers[] buffers, GemmPartition partition) {
    this.team = team;
    this.buffers = buffers;
    this.partition = partition;
  }

  /** Whether a product is worth sharing; if so, it may follow. */
  boolean plan(boolean aTransposed, int m, int n, int k) {
    return partition.plan(aTransposed, m, n, k, team.workers()) > 1;
  }

  /** Computes the product that was planned. */
  void gemm(
      boolean aTransposed,
      boolean bTransposed,
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
      int ldc) {
    left(aTransposed, k, alpha, a, aOffset, lda);
    share(bTransposed, b, bOffset, ldb, beta, c, cOffset, ldc);
  }

  /** Computes the product that was planned, with a packed A. */
  void gemm(
      PackedPanels packed,
      boolean bTransposed,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    this.packed = packed;
    share(bTransposed, b, bOffset, ldb, beta, c, cOffset, ldc);
  }

  /** Computes the product that was planned, each chain starting from its bias. */
  void forward(
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
      int ldz) {
    left(false, k, 1f, w, wOffset, ldw);
    this.bias = bias;
    this.biasOffset = biasOffset;
    share(false, a, aOffset, lda, 1f, z, zOffset, ldz);
  }

  /** The same with packed weights. */
  void forward(
      PackedPanels packed,
      float[] a,
      int aOffset,
      int lda,
      float[] bias,
      int biasOffset,
      float[] z,
      int zOffset,
      int ldz) {
    this.packed = packed;
    this.bias = bias;
    this.biasOffset = biasOffset;
    share(false, a, aOffset, lda, 1f, z, zOffset, ldz);
  }

  private void left(boolean aTransposed, int k, float alpha, float[] a, int aOffset, int lda) {
    this.aTransposed = aTransposed;
    this.k = k;
    this.alpha = alpha;
    this.a = a;
    this.aOffset = aOffset;
    this.lda = lda;
  }

  private void share(
      boolean bTransposed,
      float[] b,
      int bOffset,
      int ldb,
      float beta,
      float[] c,
      int cOffset,
      int ldc) {
    this.bTransposed = bTransposed;
    this.b = b;
    this.bOffset = bOffset;
    this.ldb = ldb;
    this.beta = beta;
    this.c = c;
    this.cOffset = cOffset;
    this.ldc = ldc;
    try {
      team.share(this, partition.workers());
    } finally {
      this.a = NONE;
      this.b = NONE;
      this.c = NONE;
      this.packed = null;
      this.bias = null;
    }
  }

  @Override
  public void run(int worker) {
    int i = partition.firstRow(worker);
    int j = partition.firstColumn(worker);
    int rows = partition.rows(worker);
    int columns = partition.columns(worker);
    int block = cOffset + i + j * ldc;
    int bBlock = bOffset + (bTransposed ? j : j * ldb);
    if (packed != null && bias != null) {
      packed.forward(
          i, rows, columns, b, bBlock, ldb, bias, biasOffset + i, c, block, ldc, buffers[worker]);
    } else if (packed != null) {
      packed.multiply(
          i, rows, bTransposed, columns, b, bBlock, ldb, beta, c, block, ldc, buffers[worker]);
    } else if (bias != null) {
      Products.forward(
          rows,
          columns,
          k,
          a,
          aOffset + i,
          lda,
          b,
          bBlock,
          ldb,
          bias,
          biasOffset + i,
          c,
          block,
          ldc,
          buffers[worker]);
    } else {
      Products.multiply(
          aTransposed,
          bTransposed,
          rows,
          columns,
          k,
          alpha,
          a,
          aOffset + (aTransposed ? i * lda : i),
          lda,
          b,
          bBlock,
          ldb,
          beta,
          c,
          block,
          ldc,
          buffers[worker]);
    }
  }
}
