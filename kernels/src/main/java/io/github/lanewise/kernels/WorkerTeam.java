package io.github.lanewise.kernels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed team of threads that run one task together: the caller is worker 0, the others are daemon
 * platform threads of their own.
 *
 * <p>Every worker runs the whole task and does its own part of it; {@link #barrier} is where they
 * wait for each other. Waiting is a bounded spin, then yielding, then parking, so an idle team
 * costs nothing and an oversubscribed machine still makes progress. After construction nothing is
 * allocated.
 *
 * <p>One thread at a time may run tasks. Close the team to end its threads.
 */
public final class WorkerTeam implements AutoCloseable {

  /** What the team runs. Made once by the caller and reused; state travels in its fields. */
  @FunctionalInterface
  public interface Task {
    /** Does the part of one worker, {@code 0 <= worker < workers()}. */
    void run(int worker);
  }

  /** More workers than any machine this is made for has cores; a larger number is a mistake. */
  public static final int MAX_WORKERS = 1024;

  // About 50 us of spinning on the machines measured, then about as long of yielding; a parked
  // worker takes as long to wake.
  private static final int SPINS = 1 << 11;
  private static final int YIELDS = 1 << 6;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

  // Slots of `state`, each on cache lines of its own. A slot per worker that says whether it is
  // parked follows.
  private static final int PADDING = 16;
  private static final int RUNS = 1;
  private static final int BARRIERS = 2;
  private static final int ARRIVED = 3;
  private static final int FINISHED = 4;
  private static final int DONE = 5;
  private static final int PARKED = 6;

  private final int workers;
  private final int spins;
  private final long[] state;
  private final @Nullable Thread[] threads;
  private volatile @Nullable Task task;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;
  private volatile @Nullable Thread running;

  private static final VarHandle RUNNING;

  static {
    try {
      RUNNING = MethodHandles.lookup().findVarHandle(WorkerTeam.class, "running", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Unwinds the workers that wait at a barrier which a failed worker will never reach. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("another worker of the team failed", null, false, false);
    }
  }

  /**
   * Makes a team and starts its {@code workers - 1} threads.
   *
   * @throws IllegalArgumentException if {@code workers} is not in 1..{@value #MAX_WORKERS}
   */
  public WorkerTeam(int workers) {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(
          "team: workers must be in 1..1024, got workers=" + workers);
    }
    this.workers = workers;
    this.spins = workers <= Runtime.getRuntime().availableProcessors() ? SPINS : 0;
    this.state = new long[(PARKED + workers) * PADDING];
    this.threads = new Thread[workers];
    for (int worker = 1; worker < workers; worker++) {
      int self = worker;
      Thread thread = new Thread(() -> serve(self), "lanewise-worker-" + worker);
      thread.setDaemon(true);
      threads[worker] = thread;
    }
    for (int worker = 1; worker < workers; worker++) {
      Objects.requireNonNull(threads[worker]).start();
    }
  }

  /** Workers of the team, the caller included. */
  public int workers() {
    return workers;
  }

  /**
   * Runs the task on every worker and returns when all have finished.
   *
   * <p>If a worker throws, the others are released from their barriers and the first throwable is
   * thrown here; the team stays usable.
   *
   * @throws IllegalStateException if the team is closed, or already running a task
   */
  public void run(Task task) {
    Objects.requireNonNull(task, "task");
    Thread caller = Thread.currentThread();
    if (!RUNNING.compareAndSet(this, null, caller)) {
      throw new IllegalStateException(
          "team: one task at a time, but " + running + " is running one");
    }
    try {
      if (closed) {
        throw new IllegalStateException("team: is closed");
      }
      runOnAll(task, caller);
    } finally {
      running = null;
    }
  }

  private void runOnAll(Task task, Thread caller) {
    failure = null;
    setVolatile(ARRIVED, 0);
    setVolatile(FINISHED, 0);
    long done = get(DONE);
    threads[0] = caller;
    this.task = task;
    advance(RUNS);
    runPart(task, 0);
    if (workers > 1) {
      await(DONE, done, 0);
    }
    this.task = null;
    threads[0] = null;
    Throwable thrown = failure;
    if (thrown != null) {
      throw sneaky(thrown);
    }
  }

  /**
   * Waits, inside a task, until every worker of the team has come here. What they wrote before it
   * is visible to all after it. Every worker must pass the same barriers.
   */
  public void barrier() {
    if (workers == 1) {
      return;
    }
    int worker = currentWorker();
    long passed = get(BARRIERS);
    if (increment(ARRIVED) == workers) {
      setVolatile(ARRIVED, 0);
      advance(BARRIERS);
    } else {
      await(BARRIERS, passed, worker);
    }
    if (failure != null) {
      throw new Abandoned();
    }
  }

  /** Ends the threads of the team; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      advance(RUNS);
    }
  }

  private void serve(int worker) {
    long seen = 0;
    while (true) {
      await(RUNS, seen, worker);
      seen++;
      Task current = task;
      if (closed || current == null) {
        return;
      }
      runPart(current, worker);
      if (increment(FINISHED) == workers - 1) {
        advance(DONE);
      }
    }
  }

  private void runPart(Task task, int worker) {
    try {
      task.run(worker);
    } catch (Abandoned abandoned) {
      // The failure that abandoned this worker is the one to report.
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  private synchronized void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    advance(BARRIERS);
  }

  /**
   * Waits until the slot has moved on from {@code seen}; at a barrier also until some worker has
   * failed.
   */
  @SuppressWarnings(
      "ThreadPriorityCheck") // lets the awaited worker run where cores are fewer than workers
  private void await(int slot, long seen, int worker) {
    for (int spin = 0; spin < spins; spin++) {
      if (!mustWait(slot, seen)) {
        return;
      }
      Thread.onSpinWait();
    }
    for (int yield = 0; yield < YIELDS; yield++) {
      if (!mustWait(slot, seen)) {
        return;
      }
      Thread.yield();
    }
    while (mustWait(slot, seen)) {
      setVolatile(PARKED + worker, 1);
      if (mustWait(slot, seen)) {
        LockSupport.park(this);
      }
      setVolatile(PARKED + worker, 0);
    }
  }

  private boolean mustWait(int slot, long seen) {
    return get(slot) == seen && (slot != BARRIERS || failure == null);
  }

  /**
   * Moves the slot on and wakes whoever has parked; volatile order makes sure that a worker about
   * to park sees the move.
   */
  private void advance(int slot) {
    increment(slot);
    for (int worker = 0; worker < workers; worker++) {
      if (get(PARKED + worker) != 0) {
        LockSupport.unpark(threads[worker]);
      }
    }
  }

  private int currentWorker() {
    Thread current = Thread.currentThread();
    for (int worker = 0; worker < workers; worker++) {
      if (current.equals(threads[worker])) {
        return worker;
      }
    }
    throw new IllegalStateException(
        "team: barrier called by a thread that runs no task of this team");
  }

  private long get(int slot) {
    return (long) LONGS.getVolatile(state, slot * PADDING);
  }

  private void setVolatile(int slot, long value) {
    LONGS.setVolatile(state, slot * PADDING, value);
  }

  private long increment(int slot) {
    return (long) LONGS.getAndAdd(state, slot * PADDING, 1L) + 1;
  }

  @SuppressWarnings("unchecked") // throws the worker's own throwable, checked or not
  private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
