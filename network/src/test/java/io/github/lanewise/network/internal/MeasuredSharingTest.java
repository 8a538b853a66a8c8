package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredSharingTest {
  private static final int BATCH = 64;

  /** Three bursts each of w and of w / 2 workers, four steps a burst, for each halving. */
  private static final int TRIAL = 24;

  @Test
  void sharesAsPlannedUntilTheFirstTrial() {
    MeasuredSharing sharing = of(2);
    for (int step = 0; step < MeasuredSharing.FIRST; step++) {
      assertThat(step(sharing, BATCH, MeasuredSharingTest::sharingLoses)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // planned, fastest: halvings from one to the other and one more, if there is one to try
    "2, 2, 1",
    "2, 1, 1",
    "3, 1, 1",
    "4, 4, 1",
    "5, 2, 2",
    "8, 2, 3",
    "16, 1, 4",
    "1024, 1, 10"
  })
  void endsWithTheFastestHalving(int planned, int fastest, int trials) {
    MeasuredSharing sharing = of(planned);
    steps(sharing, MeasuredSharing.FIRST + trials * TRIAL, BATCH, fastest(fastest));
    assertThat(sharing.workers(BATCH, true)).isEqualTo(fastest);
  }

  @Test
  void takesFourStepsByEachInTurn() {
    MeasuredSharing sharing = of(2);
    steps(sharing, MeasuredSharing.FIRST, BATCH, MeasuredSharingTest::sharingGains);
    for (int step = 0; step < TRIAL; step++) {
      assertThat(step(sharing, BATCH, MeasuredSharingTest::sharingGains))
          .isEqualTo(step % 8 < 4 ? 2 : 1);
    }
    assertThat(sharing.workers(BATCH, true)).isEqualTo(2);
  }

  @Test
  void doesNotCountTheFirstStepAfterAChange() {
    MeasuredSharing sharing = of(2);
    steps(sharing, MeasuredSharing.FIRST, BATCH, MeasuredSharingTest::sharingGains);
    for (int step = 0; step < TRIAL; step++) {
      boolean fetching = step % 8 == 0;
      step(sharing, BATCH, workers -> fetching ? 1_000_000 : 1_000 / workers);
    }
    assertThat(sharing.workers(BATCH, true)).isEqualTo(2);
  }

  @Test
  void isNotMisledByTwoDisturbedBurstsOfFive() {
    MeasuredSharing sharing = of(2);
    steps(sharing, MeasuredSharing.FIRST, BATCH, MeasuredSharingTest::sharingGains);
    for (int step = 0; step < 40; step++) {
      boolean disturbed = step < 4 || (step >= 16 && step < 20);
      step(sharing, BATCH, workers -> disturbed ? 100_000 : 1_000 / workers);
    }
    assertThat(sharing.workers(BATCH, true)).isEqualTo(2);
  }

  @Test
  void findsOutThatTheMachineHasChanged() {
    MeasuredSharing sharing = of(2);
    steps(sharing, MeasuredSharing.FIRST + TRIAL, BATCH, MeasuredSharingTest::sharingLoses);
    assertThat(sharing.workers(BATCH, true)).isEqualTo(1);
    steps(sharing, 8 * MeasuredSharing.FIRST - 1, BATCH, MeasuredSharingTest::sharingGains);
    assertThat(sharing.workers(BATCH, true)).isEqualTo(1);
    steps(sharing, 1 + TRIAL, BATCH, MeasuredSharingTest::sharingGains);
    assertThat(sharing.workers(BATCH, true)).isEqualTo(2);
  }

  @Test
  void triesNoMoreThanOneStepInAThousandInTheLongRun() {
    MeasuredSharing sharing = of(2);
    steps(sharing, 100_000, BATCH, MeasuredSharingTest::sharingGains);
    int alone = 0;
    for (int step = 0; step < MeasuredSharing.MOST_APART + TRIAL; step++) {
      if (step(sharing, BATCH, MeasuredSharingTest::sharingGains) == 1) {
        alone++;
      }
    }
    assertThat(alone).isEqualTo(TRIAL / 2);
  }

  @Test
  void measuresEachNumberOfSamplesByItself() {
    MeasuredSharing sharing = of(2);
    for (int round = 0; round < 2 * (MeasuredSharing.FIRST + TRIAL); round++) {
      step(sharing, 64, MeasuredSharingTest::sharingLoses);
      step(sharing, 63, MeasuredSharingTest::sharingGains);
    }
    assertThat(sharing.workers(64, true)).isEqualTo(1);
    assertThat(sharing.workers(63, true)).isEqualTo(2);
    assertThat(sharing.workers(62, true)).isEqualTo(2);
  }

  @Test
  void givesUpATrialOfABatchThatDoesNotComeAgain() {
    MeasuredSharing sharing = of(2);
    steps(sharing, MeasuredSharing.FIRST + 5, 64, MeasuredSharingTest::sharingLoses);
    assertThat(sharing.workers(64, true)).isEqualTo(1);
    steps(sharing, 1_000 + MeasuredSharing.FIRST + TRIAL, 63, MeasuredSharingTest::sharingLoses);
    assertThat(sharing.workers(64, true)).isEqualTo(2);
    assertThat(sharing.workers(63, true)).isEqualTo(1);
  }

  @Test
  void leavesAloneWhatIsNotSharedAndWhatDoesNotLearn() {
    MeasuredSharing alone = of(1);
    MeasuredSharing sharing = of(2);
    for (int step = 0; step < 1_000; step++) {
      assertThat(step(alone, BATCH, MeasuredSharingTest::sharingGains)).isEqualTo(1);
      step(sharing, BATCH, MeasuredSharingTest::sharingLoses);
      assertThat(sharing.workers(BATCH, false)).isEqualTo(2);
    }
  }

  private static MeasuredSharing of(int planned) {
    return new MeasuredSharing((samples, learning) -> planned, BATCH);
  }

  private static long sharingGains(int workers) {
    return 1_000 / workers;
  }

  private static long sharingLoses(int workers) {
    return 1_000L * workers;
  }

  /** A machine on which this many workers are fastest. */
  private static IntToLongFunction fastest(int fastest) {
    return workers -> 1_000 + Math.abs(workers - fastest);
  }

  private static void steps(
      MeasuredSharing sharing, int steps, int samples, IntToLongFunction nanosOfWorkers) {
    for (int step = 0; step < steps; step++) {
      step(sharing, samples, nanosOfWorkers);
    }
  }

  private static int step(MeasuredSharing sharing, int samples, IntToLongFunction nanosOfWorkers) {
    int workers = sharing.workers(samples, true);
    sharing.took(samples, nanosOfWorkers.applyAsLong(workers));
    return workers;
  }
}
