package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

  private static final double THOUSAND_NANOS_APART = 1e6;

  /** A JVM whose clock a look at it moves on by a nanosecond; call number i takes cost(i) ns. */
  private static final class FakeJvm implements Jvm {
    private final LongUnaryOperator cost;
    private final List<Long> starts = new ArrayList<>();
    private long now = 17;
    private long stopsAt = Long.MAX_VALUE;
    private long stopNanos;

    FakeJvm(LongUnaryOperator cost) {
      this.cost = cost;
    }

    /** Has the thread stand still for a time, once so much has passed. */
    FakeJvm stop(long at, long nanos) {
      stopsAt = 18 + at;
      stopNanos = nanos;
      return this;
    }

    void call(int times) {
      assertThat(times).isEqualTo(1);
      starts.add(now - 18);
      now += cost.applyAsLong(starts.size() - 1L);
    }

    @Override
    public long nanoTime() {
      now++;
      if (now >= stopsAt) {
        now += stopNanos;
        stopsAt = Long.MAX_VALUE;
      }
      return now;
    }

    @Override
    public long cpuNanos() {
      return now;
    }

    @Override
    public boolean isCompiling() {
      return false;
    }

    @Override
    public long allocatedBytes() {
      return 0;
    }
  }

  private final Latencies latencies = new Latencies();

  private FakeJvm run(LongUnaryOperator cost, double callsPerSecond, long nanos) {
    return run(new FakeJvm(cost), callsPerSecond, nanos);
  }

  private FakeJvm run(FakeJvm jvm, double callsPerSecond, long nanos) {
    Arrivals arrivals = new Arrivals(Arrivals.Gaps.EQUAL, callsPerSecond, 0);
    new OpenLoop(jvm::call, jvm).run(arrivals, nanos, latencies);
    return jvm;
  }

  @Test
  void callsWhenCallsAreDue() {
    FakeJvm jvm = run(call -> 100, THOUSAND_NANOS_APART, 5_000);
    assertThat(jvm.starts).containsExactly(1_000L, 2_000L, 3_000L, 4_000L);
    assertThat(latencies.all().getTotalCount()).isEqualTo(4);
    assertThat(latencies.all().getMaxValue()).isEqualTo(101);
    assertThat(latencies.all().getMinValue()).isEqualTo(101);
  }

  @Test
  void countsTheWaitOfCallsThatALateOneHoldsUp() {
    run(call -> call == 0 ? 5_000 : 0, THOUSAND_NANOS_APART, 20_000);
    assertThat(latencies.all().getTotalCount()).isEqualTo(19);
    assertThat(latencies.all().getValueAtPercentile(50)).isEqualTo(1);
    for (long late : new long[] {5_001, 4_002, 3_003, 2_004, 1_005}) {
      assertThat(latencies.all().getCountAtValue(late)).as("late by %d", late).isEqualTo(1);
    }
  }

  @Test
  void marksTheCallsThatAHiccupHoldsUpUntilItWaitsAgain() {
    // Stands still from 1,500 to 4,500: calls are due at 2,000, 3,000 and 4,000. They take 401 ns
    // each, to 5,703; the ones due at 5,000 and 6,000 are behind them and end at 6,104 and 6,505.
    run(new FakeJvm(call -> 400).stop(1_500, 3_000), THOUSAND_NANOS_APART, 20_000);
    assertThat(latencies.all().getTotalCount()).isEqualTo(19);
    assertThat(latencies.shareHeldUp()).isEqualTo(5.0 / 19);
    assertThat(latencies.all().getMaxValue()).isEqualTo(2_901);
    assertThat(latencies.outsideHiccups().getMaxValue()).isEqualTo(401);
  }

  @Test
  void doesNotMarkCallsThatAreDueAfterAHiccup() {
    run(new FakeJvm(call -> 1).stop(3_100, 1_200), THOUSAND_NANOS_APART / 5, 20_000);
    assertThat(latencies.all().getTotalCount()).isEqualTo(3);
    assertThat(latencies.shareHeldUp()).isZero();
  }

  @Test
  void doesNotMarkWhatStandsStillNoLongerThanTheThreshold() {
    long stop = OpenLoop.HICCUP_NANOS - 1; // and a nanosecond for the look at the clock
    run(new FakeJvm(call -> 1).stop(1_500, stop), THOUSAND_NANOS_APART, 3_000);
    assertThat(latencies.shareHeldUp()).isZero();
    assertThat(latencies.all().getMaxValue()).isGreaterThan(400);
  }

  @Test
  void doesNotMarkCallsBehindASlowOne() {
    run(call -> call == 0 ? 5_000 : 0, THOUSAND_NANOS_APART, 20_000);
    assertThat(latencies.shareHeldUp()).isZero();
  }

  @Test
  void makesEveryCallThatIsDueHoweverLateItIs() {
    FakeJvm jvm = run(call -> 10_000, THOUSAND_NANOS_APART, 11_000);
    assertThat(jvm.starts).hasSize(10);
    assertThat(latencies.all().getMaxValue()).isCloseTo(91_000, within(100L));
  }

  @Test
  void recordsAnEndlessStallAsAMinute() {
    run(call -> 3 * Latencies.HIGHEST_NANOS, THOUSAND_NANOS_APART, 2_000);
    assertThat(latencies.all().getMaxValue()).isGreaterThanOrEqualTo(Latencies.HIGHEST_NANOS);
  }

  @Test
  void spreadsFixedArrivalsEvenly() {
    Arrivals arrivals = new Arrivals(Arrivals.Gaps.EQUAL, 4e8, 0);
    assertThat(LongStream.generate(arrivals::next).limit(6))
        .containsExactly(2L, 5L, 7L, 10L, 12L, 15L);
  }

  @Test
  void spreadsPoissonArrivalsAtRandom() {
    int count = 100_000;
    Arrivals arrivals = new Arrivals(Arrivals.Gaps.EXPONENTIAL, THOUSAND_NANOS_APART, 1);
    long[] due = LongStream.generate(arrivals::next).limit(count).toArray();
    double mean = (double) due[count - 1] / count;
    assertThat(mean).isCloseTo(1000, within(15.0)); // deviates by 1000 / sqrt(count)
    long longer =
        LongStream.range(1, count).filter(i -> due[(int) i] - due[(int) i - 1] > 1000).count();
    assertThat((double) longer / count).isCloseTo(Math.exp(-1), within(0.01));
    assertThat(due).isSorted();
  }

  @Test
  void settlesPoissonArrivalsByTheirSeed() {
    assertThat(first(1)).isEqualTo(first(1)).isNotEqualTo(first(2));
  }

  private static long first(long seed) {
    return new Arrivals(Arrivals.Gaps.EXPONENTIAL, 1, seed).next();
  }

  @Test
  void rejectsARateAtWhichNothingIsDue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Arrivals(Arrivals.Gaps.EQUAL, 0, 0))
        .withMessage("arrivals: rate must be > 0, got rate=0.0");
  }
}
