package io.github.lanewise.network.internal;

import java.util.Arrays;

/**
 * Corrects a planner by the clock. What a worker pays for what another has written depends on where
 * the two cores stand and on what else runs there, and no estimate knows that.
 *
 * <pre>
 *   w w w w   w/2 w/2 w/2 w/2   w w w w   w/2 w/2 w/2 w/2   ...   best of five; if w/2 wins, again with w/4
 * </pre>
 *
 * <p>Where the planner shares a batch among w workers, some steps are taken by w and by half as
 * many in turn, four at a time, of which the first does not count: it fetches what the others had.
 * That is done for each number of samples, first after 32 steps, then at growing distances, as the
 * JIT and the machine's other tenants come and go. A step's bits do not depend on who takes part in
 * it. One thread at a time asks and reports.
 */
public final class MeasuredSharing implements Sharing {

  /** Steps before the first trial; */
  static final int FIRST = 32;

  /** each further trial is so many times as far from the one before, */
  private static final int GROWTH = 8;

  /** and so many steps at most. */
  static final int MOST_APART = 1 << 14;

  private static final int BURST = 4;

  private static final int TO_WIN = 3;

  /** Other batches in a row after which a trial is given up. */
  private static final int FORGOTTEN = 1_000;

  private final Sharing planner;

  // By number of samples; 0 workers where no trial has ended yet.
  private final short[] chosen;
  private final int[] untilTrial;
  private final int[] distance;

  // The trial: its number of samples, 0 where there is none, and the larger number of workers.
  private int samples;
  private int workers;
  private int step;
  private long nanosOfMany;
  private long nanos;
  private int winsOfMany;
  private int winsOfFew;
  private int others;

  /**
   * Corrects {@code planner}, which must give the same answer each time.
   *
   * @param batch most samples
   */
  public MeasuredSharing(Sharing planner, int batch) {
    this.planner = planner;
    this.chosen = new short[batch + 1];
    this.untilTrial = new int[batch + 1];
    this.distance = new int[batch + 1];
    Arrays.fill(untilTrial, FIRST);
    Arrays.fill(distance, FIRST);
  }

  @Override
  public int workers(int samples, boolean learning) {
    int planned = planner.workers(samples, learning);
    if (!learning || planned == 1) {
      return planned;
    }
    if (samples == this.samples) {
      return manyInTurn() ? workers : workers / 2;
    }
    return chosen[samples] == 0 ? planned : chosen[samples];
  }

  @Override
  public void took(int samples, long nanos) {
    if (this.samples == samples) {
      others = 0;
      count(nanos);
    } else if (this.samples != 0) {
      others++;
      if (others == FORGOTTEN) {
        end(planner.workers(this.samples, true));
      }
    } else if (planner.workers(samples, true) > 1) {
      untilTrial[samples]--;
      if (untilTrial[samples] <= 0) {
        this.samples = samples;
        begin(planner.workers(samples, true));
      }
    }
  }

  private void begin(int workers) {
    this.workers = workers;
    step = 0;
    nanos = 0;
    winsOfMany = 0;
    winsOfFew = 0;
    others = 0;
  }

  private boolean manyInTurn() {
    return step / BURST % 2 == 0;
  }

  private void count(long stepNanos) {
    boolean many = manyInTurn();
    if (step % BURST > 0) {
      nanos += stepNanos;
    }
    step++;
    if (step % BURST > 0) {
      return;
    }
    if (many) {
      nanosOfMany = nanos;
    } else if (nanosOfMany < nanos) {
      winsOfMany++;
    } else {
      winsOfFew++;
    }
    nanos = 0;
    if (winsOfMany == TO_WIN) {
      end(workers);
    } else if (winsOfFew == TO_WIN) {
      int few = workers / 2;
      if (few > 1) {
        begin(few);
      } else {
        end(few);
      }
    }
  }

  private void end(int workers) {
    chosen[samples] = (short) workers;
    distance[samples] = Math.min(MOST_APART, GROWTH * distance[samples]);
    untilTrial[samples] = distance[samples];
    samples = 0;
  }
}
