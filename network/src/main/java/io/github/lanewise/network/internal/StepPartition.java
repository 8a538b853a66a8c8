package io.github.lanewise.network.internal;

/**
 * Decides how many workers share a batch: as few as are estimated to be through with it first, one
 * where sharing it saves little.
 *
 * <pre>
 *   samples    ceil(m / w) a worker: W read, a multiply-add for each weight and sample
 *   columns    ceil(1 / w) of [W b] a worker: dW computed over m samples, then W and state updated
 *   sharing    a run and its barriers; W, and A and dZ for dW, out of the caches of the others
 * </pre>
 *
 * <p>Times are in nanoseconds, of cores at 3.4 GHz with two 256-bit units for multiply-adds. Plans
 * are kept by number of samples; one thread at a time asks for them.
 */
public final class StepPartition implements Sharing {

  /**
   * What the planner reckons with, in nanoseconds. Only the handover was measured undisturbed; the
   * others are fitted to a few steps on a busy machine.
   *
   * @param multiplyAdd a multiply-add in a product
   * @param pass an element of W or dW in a pass over it, in L2 or L3
   * @param slot an element of the optimizer's state: Adam, with two, takes 0.5 to 0.8 ns more than
   *     SGD
   * @param handover a run or a barrier, for each worker that takes part: two take 0.23 and 0.11 us
   *     while they poll
   * @param fetch an element that another core has written, out of its cache: 0.4 on a Zen 4, where
   *     64-128-64-10 with one sample takes two workers 2.6 us more than one; up to 4 on a Zen 3
   *     whose cores are virtual, where 784-128-10 with 8 samples takes two workers twice as long as
   *     one
   */
  record Costs(double multiplyAdd, double pass, double slot, double handover, double fetch) {}

  static final Costs TYPICAL = new Costs(0.025, 0.1, 0.25, 100, 1.6);

  /**
   * Elements of W that stay in a core's own cache, 1 MiB; others come from L3, whoever wrote them.
   */
  private static final int CACHED = 256 << 10;

  /**
   * The same where there is one sample: it reads W straight through, far ahead, and several read it
   * in tiles, which wait for the cache lines of the others (784-512-256-10 with 8 samples took two
   * workers 1.35 times as long as one).
   */
  private static final int CACHED_FOR_ONE_SAMPLE = 64 << 10;

  /** A batch that is shared must be estimated to take no more than this of its time alone, */
  private static final double WORTH_SHARING = 0.8;

  /** and so many nanoseconds less. */
  private static final double GRAIN = 5_000;

  /** A further worker must be estimated to leave no more than this of the time. */
  private static final double WORTH_A_WORKER = 0.97;

  private final BufferPlan plan;
  private final int slots;
  private final int team;
  private final Costs costs;

  // Workers by number of samples; 0 where none was asked for yet.
  private final short[] learners;
  private final short[] predictors;

  /**
   * A planner with the costs measured.
   *
   * @param slots numbers that the optimizer keeps per parameter
   * @param batch most samples
   * @param team most workers
   */
  public StepPartition(BufferPlan plan, int slots, int batch, int team) {
    this(plan, slots, batch, team, TYPICAL);
  }

  StepPartition(BufferPlan plan, int slots, int batch, int team, Costs costs) {
    this.plan = plan;
    this.slots = slots;
    this.team = team;
    this.costs = costs;
    this.learners = new short[batch + 1];
    this.predictors = new short[batch + 1];
  }

  @Override
  public int workers(int samples, boolean learning) {
    short[] plans = learning ? learners : predictors;
    if (plans[samples] == 0) {
      plans[samples] = (short) choose(samples, learning);
    }
    return plans[samples];
  }

  @Override
  public long bytes() {
    return (long) (learners.length + predictors.length) * Short.BYTES;
  }

  private int choose(int m, boolean learning) {
    int chosen = 1;
    double alone = nanos(m, 1, learning);
    double least = Math.min(WORTH_SHARING * alone, alone - GRAIN);
    for (int workers = 2; workers <= team; workers++) {
      double nanos = nanos(m, workers, learning);
      if (nanos < least) {
        chosen = workers;
        least = WORTH_A_WORKER * nanos;
      }
    }
    return chosen;
  }

  /** The estimated time of a batch of m samples on so many workers. */
  double nanos(int m, int workers, boolean learning) {
    int samples = Math.ceilDiv(m, workers);
    double nanos = 0;
    for (int l = 1; l <= plan.layers(); l++) {
      double W = (double) plan.n(l) * plan.n(l - 1);
      int products = learning && l > 1 ? 2 : 1; // Z[l], and dA[l-1]
      nanos += products * W * (costs.pass + costs.multiplyAdd * samples);
      if (learning) {
        int columns = Math.ceilDiv(plan.n(l - 1) + 1, workers);
        double perElement = 2 * costs.pass + slots * costs.slot + costs.multiplyAdd * m;
        nanos +=
            (double) plan.n(l) * columns * perElement; // dW[l] written, then read by the update
      }
    }
    return workers == 1 ? nanos : nanos + sharing(m, workers, learning);
  }

  private double sharing(int m, int workers, boolean learning) {
    double handover = costs.handover * workers;
    if (!learning) {
      return handover; // all read the same W
    }
    double parameters = 0;
    double columns = 0; // of dZ[l], and the rows of A[l-1] that belong to the columns of dW[l]
    for (int l = 1; l <= plan.layers(); l++) {
      parameters += (double) plan.n(l) * plan.n(l - 1);
      columns += plan.n(l) + (double) plan.n(l - 1) / workers;
    }
    double others = (workers - 1.0) / workers;
    int cached = m == 1 ? CACHED_FOR_ONE_SAMPLE : CACHED;
    double fetched = others * (Math.min(parameters, cached) + m * columns);
    return (2 + plan.layers()) * handover + costs.fetch * fetched;
  }
}
