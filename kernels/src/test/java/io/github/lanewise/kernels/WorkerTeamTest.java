package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorkerTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void runsEveryWorkerOncePerTask(int workers) {
    try (WorkerTeam team = new WorkerTeam(workers)) {
      int[] runs = new int[workers];
      for (int round = 1; round <= 200; round++) {
        team.run(worker -> runs[worker]++);
        for (int worker = 0; worker < workers; worker++) {
          assertThat(runs[worker]).isEqualTo(round);
        }
      }
    }
  }

  @Test
  void runsTheCallerAsWorkerZero() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Thread[] ran = new Thread[2];
      team.run(worker -> ran[worker] = Thread.currentThread());
      assertThat(ran[0]).isSameAs(Thread.currentThread());
      assertThat(ran[1].isDaemon()).isTrue();
      assertThat(ran[1].getName()).isEqualTo("lanewise-worker-1");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void showsAtTheBarrierWhatAllWroteBeforeIt(int workers) {
    try (WorkerTeam team = new WorkerTeam(workers)) {
      int[] written = new int[workers];
      long[] sums = new long[workers];
      team.run(worker -> {
        for (int round = 1; round <= 300; round++) {
          written[worker] = round;
          team.barrier();
          sums[worker] += Arrays.stream(written).sum();
          team.barrier();
        }
      });
      assertThat(sums).containsOnly(workers * (300L * 301 / 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void rethrowsWhatAWorkerThrewAndStaysUsable(int failing) {
    try (WorkerTeam team = new WorkerTeam(3)) {
      AtomicInteger passed = new AtomicInteger();
      for (int round = 0; round < 50; round++) {
        assertThatThrownBy(() ->
                team.run(worker -> {
                  team.barrier();
                  if (worker == failing) {
                    throw new ArithmeticException("worker " + worker);
                  }
                  team.barrier();
                  passed.incrementAndGet();
                }))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("worker " + failing);
        AtomicInteger ran = new AtomicInteger();
        team.run(worker -> ran.incrementAndGet());
        assertThat(ran).hasValue(3);
      }
      assertThat(passed).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16})
  void runsTheFirstWorkersWithBarriersAmongThemWhoeverHasParked(int workers)
      throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(workers)) {
      int[] written = new int[workers];
      int[] expected = new int[workers];
      for (int round = 1; round <= 500; round++) {
        if (round % 100 == 0) {
          Thread.sleep(2);
        }
        int participants = 1 + round * 5 % workers;
        int wanted = round * participants;
        int present = round;
        boolean[] sawAll = new boolean[participants];
        team.run(
            worker -> {
              written[worker] = present;
              team.barrier();
              sawAll[worker] = Arrays.stream(written, 0, participants).sum() == wanted;
              team.barrier();
            },
            participants);
        Arrays.fill(expected, 0, participants, round);
        assertThat(written).isEqualTo(expected);
        assertThat(sawAll).containsOnly(true);
      }
    }
  }

  @Test
  void alternatesRunsOfFewOfAllAndOfSharedParts() {
    try (WorkerTeam team = new WorkerTeam(5)) {
      AtomicInteger ran = new AtomicInteger();
      int expected = 0;
      for (int round = 0; round < 2_000; round++) {
        int participants = 1 + round % 5;
        team.share(part -> ran.incrementAndGet(), participants);
        team.run(
            worker -> {
              team.barrier();
              ran.incrementAndGet();
            },
            5 - round % 5);
        expected += participants + 5 - round % 5;
        assertThat(ran).hasValue(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rethrowsWhatOneOfTheFirstWorkersThrewAndStaysUsable(int participants) {
    try (WorkerTeam team = new WorkerTeam(4)) {
      for (int round = 0; round < 60; round++) {
        int failing = round % participants;
        assertThatThrownBy(() ->
                team.run(
                    worker -> {
                      team.barrier();
                      if (worker == failing) {
                        throw new ArithmeticException("worker " + worker);
                      }
                      team.barrier();
                    },
                    participants))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("worker " + failing);
        AtomicInteger ran = new AtomicInteger();
        team.run(
            worker -> {
              team.barrier();
              ran.incrementAndGet();
            },
            1 + round % 4);
        assertThat(ran).hasValue(1 + round % 4);
      }
    }
  }

  @Test
  void wakesNobodyForATaskOfOneParticipant() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Thread[] member = new Thread[1];
      team.run(worker -> {
        if (worker == 1) {
          member[0] = Thread.currentThread();
        }
      });
      Thread[] ran = new Thread[1];
      do {
        team.run(worker -> ran[worker] = Thread.currentThread(), 1);
        Thread.sleep(1);
      } while (member[0].getState() != Thread.State.WAITING);
      for (int round = 0; round < 100; round++) {
        team.run(worker -> team.barrier(), 1);
        assertThat(member[0].getState()).isEqualTo(Thread.State.WAITING);
      }
      assertThat(ran[0]).isSameAs(Thread.currentThread());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4, Integer.MAX_VALUE})
  void rejectsANumberOfParticipantsOutOfRange(int participants) {
    try (WorkerTeam team = new WorkerTeam(3)) {
      assertThatThrownBy(() -> team.run(worker -> {}, participants))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("team: participants must be in 1..3, got participants=" + participants);
    }
  }

  @Test
  void rethrowsAnErrorOfAWorker() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      StackOverflowError thrown = new StackOverflowError();
      assertThatThrownBy(() ->
              team.run(worker -> {
                if (worker == 1) {
                  throw thrown;
                }
              }))
          .isSameAs(thrown);
    }
  }

  @Test
  void rejectsATaskWithinATask() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      assertThatThrownBy(() -> team.run(worker -> team.run(inner -> {})))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("team: one task at a time, but ");
    }
  }

  @Test
  void rejectsASecondCaller() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(1)) {
      CountDownLatch started = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      Thread first =
          new Thread(() ->
              team.run(worker -> {
                started.countDown();
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }));
      first.start();
      started.await();
      assertThatThrownBy(() -> team.run(worker -> {})).isInstanceOf(IllegalStateException.class);
      release.countDown();
      first.join();
    }
  }

  @Test
  void rejectsABarrierOutsideATask() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      assertThatThrownBy(team::barrier)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("team: barrier called by a thread that runs no task of this team");
      AtomicInteger ran = new AtomicInteger();
      team.run(worker -> {
        team.barrier();
        ran.incrementAndGet();
      });
      assertThat(ran).hasValue(2);
    }
  }

  @Test
  void rejectsATaskAfterClose() {
    WorkerTeam team = new WorkerTeam(2);
    team.close();
    team.close();
    assertThatThrownBy(() -> team.run(worker -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("team: is closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1025, Integer.MAX_VALUE})
  void rejectsANumberOfWorkersOutOfRange(int workers) {
    assertThatThrownBy(() -> new WorkerTeam(workers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("team: workers must be in 1..1024, got workers=" + workers);
  }

  @Test
  void endsItsThreadsWhenClosed() throws InterruptedException {
    AtomicReference<Thread> member = new AtomicReference<>();
    for (int round = 0; round < 200; round++) {
      try (WorkerTeam team = new WorkerTeam(2)) {
        team.run(worker -> {
          if (worker == 1) {
            member.set(Thread.currentThread());
          }
        });
      }
      member.get().join(5_000);
      assertThat(member.get().isAlive()).isFalse();
    }
  }

  @Test
  void finishesTheTaskDuringWhichItIsClosed() throws InterruptedException {
    AtomicInteger ran = new AtomicInteger();
    AtomicReference<Thread> member = new AtomicReference<>();
    for (int round = 1; round <= 200; round++) {
      WorkerTeam team = new WorkerTeam(3);
      team.run(worker -> {
        if (worker == 2) {
          member.set(Thread.currentThread());
          team.close();
        }
        team.barrier();
        ran.incrementAndGet();
      });
      assertThat(ran).hasValue(3 * round);
      assertThatThrownBy(() -> team.run(worker -> {})).hasMessage("team: is closed");
      member.get().join(5_000);
      assertThat(member.get().isAlive()).isFalse();
    }
  }

  @Test
  void runsOrRefusesATaskWhileAnotherThreadCloses() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      WorkerTeam team = new WorkerTeam(2);
      Thread closing = new Thread(team::close);
      AtomicInteger ran = new AtomicInteger();
      closing.start();
      int runs = 0;
      try {
        while (true) {
          team.run(worker -> ran.incrementAndGet());
          runs++;
        }
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("team: is closed");
      }
      assertThat(ran).hasValue(2 * runs);
      closing.join();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void sharesEachPartOnceWithWorkersThatPollOrHaveParked(int workers) throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(workers)) {
      AtomicInteger[] runs = new AtomicInteger[workers];
      Arrays.setAll(runs, worker -> new AtomicInteger());
      int[] expected = new int[workers];
      for (int round = 0; round < 2_000; round++) {
        if (round % 100 == 0) {
          Thread.sleep(2);
        }
        int parts = 1 + round % workers;
        team.share(part -> runs[part].incrementAndGet(), parts);
        for (int part = 0; part < workers; part++) {
          expected[part] += part < parts ? 1 : 0;
          assertThat(runs[part]).hasValue(expected[part]);
        }
      }
      team.run(worker -> runs[worker].incrementAndGet());
      for (int worker = 0; worker < workers; worker++) {
        assertThat(runs[worker]).hasValue(expected[worker] + 1);
      }
    }
  }

  @Test
  void rethrowsWhatASharedPartThrewAndStaysUsable() {
    try (WorkerTeam team = new WorkerTeam(3)) {
      for (int round = 0; round < 50; round++) {
        int failing = round % 3;
        AtomicInteger ran = new AtomicInteger();
        assertThatThrownBy(() ->
                team.share(
                    part -> {
                      ran.incrementAndGet();
                      if (part == failing) {
                        throw new ArithmeticException("part " + part);
                      }
                    },
                    3))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("part " + failing);
        assertThat(ran).hasValue(3);
        team.run(worker -> {
          team.barrier();
          ran.incrementAndGet();
        });
        assertThat(ran).hasValue(6);
      }
    }
  }

  @Test
  void wakesWorkersThatHaveParked() throws InterruptedException {
    try (WorkerTeam team = new WorkerTeam(3)) {
      AtomicInteger ran = new AtomicInteger();
      for (int round = 1; round <= 20; round++) {
        Thread.sleep(5);
        team.run(worker -> ran.incrementAndGet());
        assertThat(ran).hasValue(3 * round);
      }
    }
  }

  @Test
  void runsOnWithTheInterruptFlagKept() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger ran = new AtomicInteger();
      team.run(worker -> {
        team.barrier();
        ran.incrementAndGet();
      });
      assertThat(ran).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void waitsForALongPartWithTheInterruptFlagKept() {
    try (WorkerTeam team = new WorkerTeam(2)) {
      Thread.currentThread().interrupt();
      AtomicInteger ran = new AtomicInteger();
      team.run(worker -> {
        if (worker == 1) {
          LockSupport.parkNanos(20_000_000); // until long after the caller has parked
        }
        ran.incrementAndGet();
      });
      assertThat(ran).hasValue(2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /**
   * At a barrier each worker must have had its turn: some slices of the scheduler's time, 3 ms and
   * more each, where five threads share a core. A team that collapses takes seconds.
   */
  @Tag("measures")
  @Test
  void passesBarriersWhereOthersKeepTheCoresBusy() {
    int barriers = 40;
    int[] passed = new int[2];
    try (WorkerTeam team = new WorkerTeam(2);
        BusyThreads _ = new BusyThreads(8)) {
      long start = System.nanoTime();
      team.run(worker -> {
        for (int i = 0; i < barriers; i++) {
          team.barrier();
          passed[worker]++;
        }
      });
      long nanosPerBarrier = (System.nanoTime() - start) / barriers;
      assertThat(passed).containsOnly(barriers);
      assertThat(nanosPerBarrier).isLessThan(TimeUnit.MILLISECONDS.toNanos(250));
    }
  }
}
