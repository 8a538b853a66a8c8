package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.testing.ChildJvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code lanewise train} reaches on the digits, whatever the seed. */
class TwentySeedsTest {
  private static final int SEEDS = 20;
  private static final String TEST_ACCURACY = "test accuracy ";

  @TempDir private Path dir;

  @Test
  void reachesNinetySevenAndAHalfPercentInTheMedian() {
    double[] accuracies =
        ChildJvm.of(TrainWithSeeds.class)
            .run(dir.resolve("model.safetensors").toString())
            .outputOfSuccess()
            .lines()
            .mapToDouble(Double::parseDouble)
            .sorted()
            .toArray();
    assertThat(accuracies).hasSize(SEEDS);
    double median = (accuracies[SEEDS / 2 - 1] + accuracies[SEEDS / 2]) / 2;
    assertThat(median).as("median").isGreaterThanOrEqualTo(0.975);
    assertThat(accuracies[0]).as("lowest").isGreaterThan(0.95);
  }

  /** Trains with the tool's own settings: short runs, as in a JVM of its own each time. */
  static final class TrainWithSeeds {
    public static void main(String[] args) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        CommandLineRun run = CommandLineRun.of("train", "--seed", seed, "--out", args[0]);
        System.out.println(run.lines().getLast().substring(TEST_ACCURACY.length()));
      }
    }
  }
}
