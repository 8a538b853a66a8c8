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
 * <p>Every worker that takes part runs the whole task and does its own part of it; {@link #barrier}
 * is where they wait for each other. Waiting is a bounded spin, then yielding, then parking, so an
 * idle team costs nothing and an oversubscribed machine still makes progress: there a barrier takes
 * until the scheduler has given every worker its turn, some milliseconds each time, so teams of as
 * many workers as there are free cores serve best. After construction nothing is allocated.
 *
 * <p>One thread at a time may run tasks. Close the team to end its threads.
 */
public final class WorkerTeam implements AutoCloseable {

  /** What the team runs. Made once by the caller and reused; state travels in its fields. */
  @FunctionalInterface
  public interface Task {
    /** Does the part of one worker; those that take part are numbered from 0. */
    void run(int worker);
  }

  /** More workers than any machine this is made for has cores; a larger number is a mistake. */
  public static final int MAX_WORKERS = 1024;

  // On a Zen 4, a task of nothing takes two workers 0.2 us while they poll. A parked one takes 20
  // to 60 us to come, 9 us of the caller's. So workers poll for as long as the gap between two
  // steps or products of one program is likely to last; after the first part of it they let others
  // run in between, which costs a system call of 1 us or so.
  private static final long SPIN_NANOS = 50_000;
  private static final long PARK_AFTER_NANOS = 200_000;

  /** Polls between two looks at the clock: 1 to 3 us. */
  private static final int POLLS = 64;

  // Slots of `state`, each on cache lines of its own: 128 bytes, as lines are fetched in pairs.
  private static final int PADDING = 16;
  private static final int BARRIERS = 1;
  private static final int ARRIVED = 2;
  private static final int FIRST_OF_WORKERS = 3;
  private static final int SLOTS_OF_A_WORKER = 4;

  /** The run that ends the threads. */
  private static final long END = -1;

  private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle RUNNING;

  static {
    try {
      RUNNING = MethodHandles.lookup().findVarHandle(WorkerTeam.class, "running", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int workers;
  private final long spinNanos;
  private final long[] state;
  private final @Nullable Thread[] threads;
  private volatile @Nullable Thread running;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  // Written by the thread that runs a task, before it calls the others to it.
  private @Nullable Task task;
  private int participants;
  private long runs;

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
    this.spinNanos = workers <= Runtime.getRuntime().availableProcessors() ? SPIN_NANOS : 0;
    this.state = new long[(FIRST_OF_WORKERS + SLOTS_OF_A_WORKER * workers) * PADDING];
    this.threads = new Thread[workers];
    for (int worker = 1; worker < workers; worker++) {
      int self = worker;
      Thread thread = new Thread(() -> serve(self), "lanewise-worker-" + worker);
      thread.setDaemon(true);
      threads[worker] = thread;
    }
    try {
      for (int worker = 1; worker < workers; worker++) {
        Objects.requireNonNull(threads[worker]).start();
      }
    } catch (Throwable thrown) { // no thread is to be had: those that have started must not stay
      close();
      throw thrown;
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
    run(task, workers);
  }

  /**
   * Runs the task on workers 0 to {@code participants - 1} and returns when they have finished;
   * {@link #barrier} is among them. The others sleep through it. A task of one participant is a
   * plain call on the caller's thread.
   *
   * @throws IllegalArgumentException if {@code participants} is not in 1..{@link #workers}
   * @throws IllegalStateException as {@link #run(Task)}
   */
  public void run(Task task, int participants) {
    Objects.requireNonNull(task, "task");
    if (participants < 1 || participants > workers) {
      throw new IllegalArgumentException(
          "team: participants must be in 1..%d, got participants=%d"
              .formatted(workers, participants));
    }
    run(task, participants, false);
  }

  /**
   * Runs {@code 1 <= parts <= workers()} parts of a task without barriers, each once. Workers from
   * {@code parts} on sleep through it. A part whose worker has not begun it by the time the caller
   * is through with part 0 is run by the caller: so it waits for no thread that is still waking, or
   * that a busy machine does not let run.
   *
   * @throws IllegalStateException if the team is closed, or already running a task
   */
  void share(Task task, int parts) {
    run(task, parts, true);
  }

  private void run(Task task, int parts, boolean takeOver) {
    Thread caller = Thread.currentThread();
    if (!RUNNING.compareAndSet(this, null, caller)) {
      throw new IllegalStateException(
          "team: one task at a time, but " + running + " is running one");
    }
    try {
      if (closed) {
        throw new IllegalStateException("team: is closed");
      }
      runParts(task, caller, parts, takeOver);
    } finally {
      running = null;
      if (closed) {
        endThreads(); // close() found the team running
      }
    }
  }

  private void runParts(Task task, Thread caller, int parts, boolean takeOver) {
    this.task = task;
    participants = parts;
    threads[0] = caller;
    long run = ++runs;
    call(run, parts);
    runPart(task, 0);
    if (takeOver) {
      for (int worker = 1; worker < parts; worker++) {
        if (get(finished(worker)) != run && begin(worker, run)) {
          runPart(task, worker);
          set(finished(worker), run);
        }
      }
    }
    for (int worker = 1; worker < parts; worker++) {
      awaitFinish(worker, run);
    }
    this.task = null;
    participants = 0;
    threads[0] = null;
    Throwable thrown = failure;
    if (thrown != null) {
      set(ARRIVED, 0);
      failure = null;
      throw sneaky(thrown);
    }
  }

  /**
   * Waits, inside a task, until every worker that takes part in it has come here. What they wrote
   * before it is visible to all after it. Every participant must pass the same barriers.
   */
  public void barrier() {
    int awaited = participants;
    if (awaited == 1) {
      return;
    }
    int worker = currentWorker();
    long passed = get(BARRIERS);
    // A worker that fails later moves BARRIERS on from what was read.
    throwIfAbandoned();
    if (increment(ARRIVED) == awaited) {
      set(ARRIVED, 0);
      releaseBarrier();
    } else {
      await(BARRIERS, passed, worker);
    }
    throwIfAbandoned();
  }

  /**
   * Ends the threads of the team, once a task that is running has finished; a second call does
   * nothing.
   */
  @Override
  public void close() {
    closed = true;
    if (running == null) {
      endThreads();
    }
  }

  private void serve(int worker) {
    long run = 0;
    while (true) {
      await(called(worker), run, worker);
      run = get(called(worker));
      if (run == END) {
        return;
      }
      if (begin(worker, run)) {
        runPart(Objects.requireNonNull(task), worker);
        set(finished(worker), run);
        wake(0);
      }
    }
  }

  /**
   * Claims a part of a run for the calling thread. A worker that comes late, when the run is over,
   * finds it claimed.
   */
  private boolean begin(int worker, long run) {
    int slot = begun(worker);
    long before = get(slot);
    return before < run && LONGS.compareAndSet(state, slot * PADDING, before, run);
  }

  private void awaitFinish(int worker, long run) {
    int slot = finished(worker);
    for (long seen = get(slot); seen != run; seen = get(slot)) {
      await(slot, seen, 0);
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
    releaseBarrier();
  }

  private void throwIfAbandoned() {
    if (failure != null) {
      throw new Abandoned();
    }
  }

  private void releaseBarrier() {
    increment(BARRIERS);
    for (int worker = 0; worker < participants; worker++) {
      wake(worker);
    }
  }

  /**
   * Calls workers 1 to {@code parts - 1} to a run. Each has a slot of its own to wait at: who is
   * not called sees nothing and goes to sleep.
   */
  private void call(long run, int parts) {
    if (parts == 1) {
      return; // a fence takes as long as a small layer
    }
    for (int worker = 1; worker < parts; worker++) {
      LONGS.setRelease(state, called(worker) * PADDING, run);
    }
    VarHandle.fullFence(); // one for all, where volatile writes would wait for each line in turn
    for (int worker = 1; worker < parts; worker++) {
      wake(worker);
    }
  }

  private void endThreads() {
    call(END, workers);
  }

  /** Waits until the slot has moved on from {@code seen}. */
  @SuppressWarnings("ThreadPriorityCheck") // lets others run where cores are fewer than threads
  private void await(int slot, long seen, int worker) {
    if (spinNanos > 0 && spin(slot, seen)) {
      return; // before the clock is read, which takes as long as the whole of a short wait
    }
    long start = System.nanoTime();
    for (long waited = 0; waited < PARK_AFTER_NANOS; waited = System.nanoTime() - start) {
      if (waited < spinNanos) {
        if (spin(slot, seen)) {
          return;
        }
      } else {
        if (get(slot) != seen) {
          return;
        }
        Thread.yield();
      }
    }
    park(slot, seen, worker);
  }

  /** Whether the slot has moved on by the end of some polls. */
  private boolean spin(int slot, long seen) {
    // A local: the fields share a cache line with those that a caller writes.
    long[] polled = state;
    for (int poll = 0; poll < POLLS; poll++) {
      if ((long) LONGS.getVolatile(polled, slot * PADDING) != seen) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private void park(int slot, long seen, int worker) {
    boolean interrupted = false;
    set(parked(worker), 1);
    while (get(slot) == seen) {
      LockSupport.park(this);
      // With the flag set, park would return at once.
      interrupted |= Thread.interrupted();
    }
    set(parked(worker), 0);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Wakes a worker that has parked. The caller has moved a slot on before: by the order of volatile
   * accesses, or a full fence, either it sees here that the worker parks, or the worker sees the
   * move.
   */
  private void wake(int worker) {
    if (get(parked(worker)) != 0) {
      LockSupport.unpark(threads[worker]);
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

  /** The slot of the last run that a worker is called to. */
  private static int called(int worker) {
    return FIRST_OF_WORKERS + SLOTS_OF_A_WORKER * worker;
  }

  /** The slot of the last run whose part of a worker is begun. */
  private static int begun(int worker) {
    return called(worker) + 1;
  }

  /** The slot of the last run whose part of a worker is finished. */
  private static int finished(int worker) {
    return called(worker) + 2;
  }

  /** The slot that says whether a worker is parked. */
  private static int parked(int worker) {
    return called(worker) + 3;
  }

  private long get(int slot) {
    return (long) LONGS.getVolatile(state, slot * PADDING);
  }

  private void set(int slot, long value) {
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
