package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class TimedSideTest {

  private static final Effort EFFORT = new Effort(15, 2_000_000, 300_000_000, true);

  /** A JVM in which time passes only while the call runs; call number i takes cost(i) ns. */
  private static final class FakeJvm implements Jvm {
    private final LongUnaryOperator cost;
    private final List<Integer> runs = new ArrayList<>();
    private long calls;
    private long now = 17;
    private double cpuShare = 1;
    private long compilingUntil;
    private long allocatingUntil;

    FakeJvm(LongUnaryOperator cost) {
      this.cost = cost;
    }

    void run(int times) {
      runs.add(times);
      for (int i = 0; i < times; i++) {
        now += cost.applyAsLong(calls++);
      }
    }

    @Override
    public long nanoTime() {
      return now;
    }

    @Override
    public long cpuNanos() {
      return (long) (now * cpuShare);
    }

    @Override
    public boolean isCompiling() {
      return now < compilingUntil;
    }

    @Override
    public long allocatedBytes() {
      return Math.min(now, allocatingUntil);
    }
  }

  private static TimedSide side(double workPerCall, FakeJvm jvm) {
    return new TimedSide(workPerCall, jvm::run, EFFORT, jvm);
  }

  @Test
  void measuresWorkPerNanosecond() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    TimedSide side = side(50_000, jvm);
    side.prepare();
    assertThat(side.measure()).isEqualTo(50);
  }

  @Test
  void repeatsShortCallsUntilTheyAreLongEnoughToTime() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    TimedSide side = side(1, jvm);
    side.prepare();
    assertThat(side.times()).isBetween(2000, 2400);
  }

  @Test
  void runsALongCallOncePerMeasurement() {
    FakeJvm jvm = new FakeJvm(call -> 80_000_000);
    TimedSide side = side(1, jvm);
    side.prepare();
    assertThat(side.times()).isEqualTo(1);
  }

  @Test
  void repeatsMoreOftenWhenCallsHaveBecomeFaster() {
    FakeJvm jvm = new FakeJvm(call -> call < 1000 ? 100_000 : 100);
    TimedSide side = side(1, jvm);
    side.prepare();
    assertThat(side.times()).isBetween(20_000, 24_000);
  }

  @Test
  void warmsUpUntilNothingHasBecomeFasterForLong() {
    FakeJvm jvm = new FakeJvm(call -> call < 30_000 ? 10_000 : 1000); // faster after 300 ms
    TimedSide side = side(1, jvm);
    side.prepare();
    assertThat(jvm.now).isBetween(600_000_000L, 610_000_000L);
    assertThat(side.measure()).isEqualTo(0.001);
  }

  @Test
  void countsOnlyTheTimeForWhichItHadACore() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    jvm.cpuShare = 0.25;
    side(1, jvm).prepare();
    assertThat(jvm.now).isBetween(1_200_000_000L, 1_210_000_000L);
  }

  @Test
  void warmsUpUntilNothingIsLeftToCompile() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    jvm.compilingUntil = 2_000_000_000;
    side(1, jvm).prepare();
    assertThat(jvm.now).isBetween(2_000_000_000L, 2_010_000_000L);
  }

  @Test
  void givesACallThatAllocatesLonger() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    jvm.allocatingUntil = 1_000_000_000;
    side(1, jvm).prepare();
    assertThat(jvm.now).isBetween(1_000_000_000L, 1_010_000_000L);
    FakeJvm always = new FakeJvm(call -> 1000);
    always.allocatingUntil = Long.MAX_VALUE;
    side(1, always).prepare();
    assertThat(always.now).isBetween(1_500_000_000L, 1_510_000_000L);
  }

  @Test
  void startsWithASingleCallAndGoesUpByTensAtMost() {
    FakeJvm jvm = new FakeJvm(call -> 1000);
    side(1, jvm).prepare();
    assertThat(jvm.runs).startsWith(1, 10, 100, 1000);
  }

  @Test
  void rejectsACallThatTakesNoTime() {
    Jvm frozen =
        new Jvm() {
          @Override
          public long nanoTime() {
            return 0;
          }

          @Override
          public long cpuNanos() {
            return 0;
          }

          @Override
          public boolean isCompiling() {
            return false;
          }

          @Override
          public long allocatedBytes() {
            return 0;
          }
        };
    TimedSide side = new TimedSide(1, times -> {}, EFFORT, frozen);
    assertThatIllegalStateException()
        .isThrownBy(side::prepare)
        .withMessage("pairing: the call does nothing that takes time");
  }

  @Test
  void rejectsAnEffortThatSaysLittle() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Effort(14, 1, 1, true))
        .withMessage("effort: pairs must be >= 15, got pairs=14");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Effort(15, 0, 1, true))
        .withMessage("effort: times must be > 0, got runNanos=0, warmUpNanos=1");
  }

  @Test
  void seesWhetherTheCompilersAreBusy() {
    String idle = "Current compiles: \n\nC1 compile queue:\nEmpty\n\nC2 compile queue:\nEmpty\n\n";
    assertThat(Jvm.Running.listsMethods(idle)).isFalse();
    assertThat(Jvm.Running.listsMethods(idle.replaceFirst("Empty", "12  3  A::b (5 bytes)")))
        .isTrue();
    assertThat(Jvm.Running.listsMethods("Current compiles: \nC2 CompilerThread0  7  4  A::b\n"))
        .isTrue();
  }
}
