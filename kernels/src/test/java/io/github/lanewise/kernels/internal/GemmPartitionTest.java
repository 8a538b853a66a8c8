package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocks of a partition are C, whole vectors high, and about equal where sharing pays. */
class GemmPartitionTest {

  private static GemmPartition partition() {
    return GemmPartition.of(16, 32, 12);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000, 100_000})
  void coversEveryElementOnce(long grain) {
    SplittableRandom random = new SplittableRandom(1);
    GemmPartition partition = new GemmPartition(8, 16, 6, grain, 0);
    for (int round = 0; round < 2_000; round++) {
      int m = random.nextInt(300);
      int n = random.nextInt(300);
      int team = 1 + random.nextInt(70);
      int workers = partition.plan(random.nextBoolean(), m, n, random.nextInt(2_000), team);
      assertThat(workers)
          .isBetween(1, team)
          .isEqualTo(partition.rowBlocks() * partition.columnBlocks());
      byte[] covered = new byte[m * n];
      for (int worker = 0; worker < workers; worker++) {
        int i = partition.firstRow(worker);
        int j = partition.firstColumn(worker);
        assertThat(i % 8).isZero();
        for (int column = j; column < j + partition.columns(worker); column++) {
          for (int row = i; row < i + partition.rows(worker); row++) {
            covered[row + column * m]++;
          }
        }
      }
      for (byte times : covered) {
        assertThat(times).isEqualTo((byte) 1);
      }
    }
  }

  @Test
  void givesEveryWorkerSomething() {
    SplittableRandom random = new SplittableRandom(2);
    GemmPartition partition = new GemmPartition(16, 32, 12, 0, 0);
    for (int round = 0; round < 2_000; round++) {
      int m = 1 + random.nextInt(300);
      int n = 1 + random.nextInt(300);
      int workers = partition.plan(false, m, n, 10, 1 + random.nextInt(70));
      for (int worker = 0; worker < workers; worker++) {
        assertThat(partition.rows(worker)).isPositive();
        assertThat(partition.columns(worker)).isPositive();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // m, n, k, team: row blocks, column blocks
    "32, 32, 32, 64, 1, 1",
    "48, 48, 48, 2, 1, 1",
    "64, 64, 64, 2, 1, 2",
    "10, 512, 256, 2, 1, 2",
    "512, 1, 784, 2, 2, 1",
    "512, 784, 1, 2, 1, 2",
    "1024, 1024, 1024, 2, 1, 2",
    "2048, 2048, 2048, 64, 8, 8"
  })
  void choosesTheGrid(int m, int n, int k, int team, int rowBlocks, int columnBlocks) {
    GemmPartition partition = partition();
    partition.plan(false, m, n, k, team);
    assertThat(partition.rowBlocks()).isEqualTo(rowBlocks);
    assertThat(partition.columnBlocks()).isEqualTo(columnBlocks);
  }

  @Test
  void cutsEverythingWhereThatCostsNothing() {
    GemmPartition partition = new GemmPartition(16, 32, 12, 0, 0);
    assertThat(partition.plan(false, 37, 1, 5, 8)).isEqualTo(3);
    assertThat(partition.rowBlocks()).isEqualTo(3);
    assertThat(partition.plan(false, 10, 7, 5, 8)).isEqualTo(7);
    assertThat(partition.columnBlocks()).isEqualTo(7);
  }

  @Test
  void cutsNoRowsWhereThatWouldMakeTheCoresWaitForSharedLines() {
    GemmPartition partition = partition();
    assertThat(partition.plan(true, 256, 128, 10, 2)).isEqualTo(2);
    assertThat(partition.columnBlocks()).isEqualTo(2);
  }

  @Test
  void cutsTheRowsWhereAIsTransposedSoThatNoPartOfItIsPackedTwice() {
    GemmPartition partition = partition();
    partition.plan(true, 1024, 1024, 1024, 2);
    assertThat(partition.rowBlocks()).isEqualTo(2);
    assertThat(partition.bytesPerCore()).isEqualTo(4L * (512 * 1024 + 1024 * 1024 + 512 * 1024));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 7, 8, 16, 32, 64})
  void keepsAllWorkersOfATeamAboutEquallyBusy(int team) {
    GemmPartition partition = partition();
    for (int side = 1000; side < 2100; side += 73) {
      int workers = partition.plan(false, side, side, side, team);
      assertThat(partition.imbalance()).as("side %d", side).isBetween(1.0, 1.15);
      assertThat(workers).as("side %d", side).isGreaterThanOrEqualTo(team * 7 / 8);
    }
  }

  @Test
  void plansTheLargestAndTheEmptyProducts() {
    GemmPartition partition = partition();
    assertThat(partition.plan(true, 1 << 30, 1, 1, 1024)).isEqualTo(1024);
    assertThat(partition.firstRow(1023) + partition.rows(1023)).isEqualTo(1 << 30);
    assertThat(partition.plan(false, Integer.MAX_VALUE, 1, 1, 3)).isEqualTo(3);
    assertThat(partition.firstRow(2) + partition.rows(2)).isEqualTo(Integer.MAX_VALUE);
    assertThat(partition.plan(false, 46_000, 46_000, 46_000, 64)).isEqualTo(64);
    assertThat(partition.imbalance()).isBetween(1.0, 1.01);
    assertThat(partition.plan(false, 0, 1_000, 1_000, 64)).isEqualTo(1);
    assertThat(partition.plan(false, 1_000, 0, 1_000, 64)).isEqualTo(1);
    assertThat(partition.imbalance()).isEqualTo(1.0);
  }
}
