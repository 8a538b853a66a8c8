package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Relu;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepPartitionTest {
  private static final int BATCH = 512;
  private static final int ADAM = 2;

  @ParameterizedTest
  @CsvSource({
    // network, samples, slots: workers of a team of 2 and of 16
    "32-64-64-2, 1, 0, 1, 1",
    "32-64-64-2, 8, 2, 1, 1",
    "64-128-64-10, 1, 0, 1, 1",
    "64-128-64-10, 1, 2, 1, 1",
    "64-128-64-10, 128, 0, 1, 10",
    "784-128-10, 1, 0, 1, 1",
    "784-128-10, 8, 2, 1, 1",
    "784-512-256-10, 1, 0, 1, 1",
    "784-512-256-10, 1, 2, 2, 11",
    "784-512-256-10, 8, 0, 1, 1",
    "784-512-256-10, 8, 2, 1, 8",
    "784-512-256-10, 32, 0, 2, 16",
    "784-512-256-10, 128, 0, 2, 16",
    "256-1024-1024-256, 8, 0, 2, 8",
    "256-1024-1024-256, 32, 2, 2, 16"
  })
  void sharesWhatGains(String network, int samples, int slots, int ofTwo, int ofSixteen) {
    assertThat(partition(network, slots, 2).workers(samples, true)).isEqualTo(ofTwo);
    assertThat(partition(network, slots, 16).workers(samples, true)).isEqualTo(ofSixteen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"32-64-64-2", "64-128-64-10", "784-512-256-10"})
  void takesNoMoreWorkersThanTheTeamHasAndMoreForMoreSamples(String network) {
    for (int team : new int[] {1, 2, 3, 7, 16}) {
      StepPartition partition = partition(network, ADAM, team);
      for (boolean learning : new boolean[] {false, true}) {
        assertThat(partition.workers(1, learning)).isBetween(1, team);
        assertThat(partition.workers(BATCH, learning))
            .isBetween(partition.workers(1, learning), team);
      }
    }
  }

  @Test
  void sharesOnlyWhatIsEstimatedToTakeAFifthAndFiveMicrosecondsLess() {
    for (String network : List.of("32-64-64-2", "64-128-64-10", "784-128-10", "3-1")) {
      StepPartition partition = partition(network, 0, 16);
      for (int samples = 1; samples <= BATCH; samples++) {
        for (boolean learning : new boolean[] {false, true}) {
          int workers = partition.workers(samples, learning);
          double alone = partition.nanos(samples, 1, learning);
          if (workers > 1) {
            assertThat(partition.nanos(samples, workers, learning))
                .isLessThan(0.8 * alone)
                .isLessThan(alone - 5_000);
          }
        }
      }
    }
  }

  @Test
  void leavesAForwardPassOfOneSampleToTheCaller() {
    assertThat(partition("4096-4096-4096", 0, 16).workers(1, false)).isEqualTo(1);
    assertThat(partition("784-512-256-10", 0, 2).workers(32, false)).isEqualTo(2);
    assertThat(partition("32-64-64-2", 0, 2).workers(2, false)).isEqualTo(1);
  }

  @Test
  void sharesEverythingThatCanBeSharedWhereThatCostsNothing() {
    StepPartition.Costs free = new StepPartition.Costs(1_000, 0, 0, 0, 0);
    StepPartition partition = new StepPartition(plan("7-7"), 0, BATCH, 8, free);
    assertThat(partition.workers(8, true)).isEqualTo(8);
    assertThat(partition.workers(3, false)).isEqualTo(3);
    assertThat(partition.workers(1, false)).isEqualTo(1);
  }

  @Test
  void givesTheSameAnswerAgain() {
    StepPartition partition = partition("64-128-64-10", ADAM, 16);
    int[] first = new int[BATCH];
    Arrays.setAll(first, i -> partition.workers(i + 1, true));
    assertThat(partition.workers(BATCH, false)).isPositive();
    int[] second = new int[BATCH];
    Arrays.setAll(second, i -> partition.workers(i + 1, true));
    assertThat(second).isEqualTo(first);
  }

  private static StepPartition partition(String sizes, int slots, int team) {
    return new StepPartition(plan(sizes), slots, BATCH, team);
  }

  private static BufferPlan plan(String sizes) {
    int[] n = Arrays.stream(sizes.split("-")).mapToInt(Integer::parseInt).toArray();
    Network.Builder network = Network.builder(n[0]);
    for (int l = 1; l < n.length; l++) {
      network.layer(n[l], new Relu());
    }
    List<Layer> layers = network.build().layers();
    return new BufferPlan(StepCases.plain(layers, false, 1, 0, BATCH));
  }
}
