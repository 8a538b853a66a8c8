package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.ExclusiveUse;
import io.github.lanewise.kernels.internal.GemmPartition;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.Simd;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The packing buffers of {@link Gemm}. They are allocated here, once, and reused by every product;
 * a product of any size runs in any workspace.
 *
 * <p>A workspace made for a {@link WorkerTeam} holds buffers for each worker, and products in it
 * run on the team where that is faster; the bits are the same. Within a task of that team use
 * workspaces without one. Closing the team is up to its owner.
 *
 * <p>Not safe for use by two threads at once: one workspace per thread. A product in a workspace
 * that another one is using throws {@link IllegalStateException}, before it writes anything.
 *
 * <p>Memory: with full-size blocks some 5 MB for each worker, see {@link #bytes}.
 */
public final class GemmWorkspace {

  private final PackingBuffers[] buffers;
  private final @Nullable GemmTask task;

  /** Held by the product that runs in here. */
  final ExclusiveUse use =
      new ExclusiveUse(" in this workspace, on another thread: make one workspace per thread");

  /**
   * Makes a workspace with full-size blocks, fit for products of any size.
   *
   * @throws UnsupportedOperationException as {@link #GemmWorkspace(int, int, int)}
   */
  public GemmWorkspace() {
    this(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Makes a workspace no larger than products of at most {@code m x n x k} need; larger ones still
   * run in it, in smaller blocks. With {@code -Dlanewise.simd=off} k alone counts, and 260 KiB are
   * the most.
   *
   * @throws IllegalArgumentException if a size is negative
   * @throws UnsupportedOperationException if this JVM cannot run the kernels well, or native code
   *     has made the calling thread flush subnormal numbers to zero; the message names the remedy
   */
  public GemmWorkspace(int m, int n, int k) {
    Simd.requireUsable();
    buffers = buffers(1, BlockSizes.fit(m, n, k));
    task = null;
  }

  /**
   * Makes a workspace for a team, with full-size blocks for each worker.
   *
   * @throws UnsupportedOperationException as {@link #GemmWorkspace(int, int, int)}
   * @throws NullPointerException if {@code team} is null
   */
  public GemmWorkspace(WorkerTeam team) {
    this(team, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Makes a workspace for a team, for each worker no larger than products of at most {@code m x n x
   * k} need.
   *
   * @throws IllegalArgumentException if a size is negative
   * @throws UnsupportedOperationException if this JVM cannot run the kernels well, or native code
   *     has made the calling thread flush subnormal numbers to zero; the message names the remedy
   * @throws NullPointerException if {@code team} is null
   */
  public GemmWorkspace(WorkerTeam team, int m, int n, int k) {
    this(team, BlockSizes.fit(m, n, k), GemmPartition.ofThisJvm());
  }

  GemmWorkspace(WorkerTeam team, BlockSizes blocks, GemmPartition partition) {
    Simd.requireUsable();
    buffers = buffers(Objects.requireNonNull(team, "team").workers(), blocks);
    task = new GemmTask(team, buffers, partition);
  }

  private static PackingBuffers[] buffers(int workers, BlockSizes blocks) {
    PackingBuffers[] buffers = new PackingBuffers[workers];
    for (int worker = 0; worker < workers; worker++) {
      buffers[worker] = new PackingBuffers(blocks);
    }
    return buffers;
  }

  /** Memory held by the packing buffers, in bytes. */
  public long bytes() {
    return buffers.length * buffers[0].bytes();
  }

  /** The buffers of the caller. */
  PackingBuffers buffers() {
    return buffers[0];
  }

  /**
   * The task that shares a product among the team, planned for it; null without a team, or if not
   * worth it.
   */
  @Nullable GemmTask share(boolean aTransposed, int m, int n, int k) {
    return task != null && task.plan(aTransposed, m, n, k) ? task : null;
  }
}
