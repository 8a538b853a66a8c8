package io.github.lanewise.kernels;

import io.github.lanewise.kernels.internal.BlockSizes;
import io.github.lanewise.kernels.internal.GemmPartition;
import io.github.lanewise.kernels.internal.PackingBuffers;
import io.github.lanewise.kernels.internal.Simd;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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
 * that another one is using throws {@link IllegalStateException}, before it writes anything; where
 * both began at the same moment, one of them throws when it is done, as a rule. It is a check for
 * mistakes, not a lock.
 *
 * <p>Memory: with full-size blocks some 5 MB for each worker, see {@link #bytes}.
 */
public final class GemmWorkspace {

  private static final VarHandle USER;

  static {
    try {
      USER = MethodHandles.lookup().findVarHandle(GemmWorkspace.class, "user", Thread.class);
    } catch (ReflectiveOperationException absent) {
      throw new ExceptionInInitializerError(absent);
    }
  }

  private final PackingBuffers[] buffers;
  private final @Nullable GemmTask task;

  /**
   * The thread whose product is running in here. Written and read without ordering: of two threads
   * that enter at once the later one to write it stays, and the other finds it there, or nobody,
   * when it leaves.
   */
  @SuppressWarnings("unused") // through USER
  private @Nullable Thread user;

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

  /**
   * Begins a product of the calling thread; {@link #leave} must follow.
   *
   * @throws IllegalStateException if another product is running in here
   */
  void enter(String routine) {
    Thread other = (Thread) USER.getOpaque(this);
    if (other != null) {
      throw new IllegalStateException(
          routine
              + ": workspace must be in use by one product at a time, got workspace in use by thread "
              + other);
    }
    USER.setOpaque(this, Thread.currentThread());
  }

  /**
   * Ends the product.
   *
   * @throws IllegalStateException if another thread has entered meanwhile
   */
  void leave(String routine) {
    Thread last = (Thread) USER.getOpaque(this);
    if (last == Thread.currentThread()) {
      USER.setOpaque(this, (Thread) null);
    } else {
      throw new IllegalStateException(
          routine
              + ": workspace must be in use by one product at a time, and another thread has used it"
              + " meanwhile: the result may be wrong");
    }
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
