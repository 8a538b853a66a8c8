package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShuffleTest {
  @Test
  void ordersDependOnSeedEpochAndLengthOnly() {
    var shuffle = new Shuffle(42);
    assertThat(shuffle.order(0, 10)).containsExactly(1, 7, 2, 5, 6, 4, 0, 9, 8, 3);
    assertThat(shuffle.order(1, 10)).containsExactly(0, 8, 6, 5, 1, 3, 7, 4, 2, 9);
    shuffle.order(7, 1000);
    assertThat(Arrays.copyOf(shuffle.order(0, 10), 10))
        .containsExactly(1, 7, 2, 5, 6, 4, 0, 9, 8, 3);
    assertThat(Arrays.copyOf(new Shuffle(43).order(0, 10), 10))
        .containsExactly(0, 6, 5, 4, 7, 3, 9, 2, 1, 8);
  }

  @Test
  void everySampleComesOnce() {
    var shuffle = new Shuffle(1);
    for (int samples : new int[] {1, 2, 3, 17, 1000}) {
      for (int epoch = 0; epoch < 5; epoch++) {
        int[] order = Arrays.copyOf(shuffle.order(epoch, samples), samples);
        Arrays.sort(order);
        assertThat(order).isEqualTo(IntStream.range(0, samples).toArray());
      }
    }
  }

  @Test
  void everyPermutationIsAboutAsLikely() {
    var shuffle = new Shuffle(2);
    int[] counts = new int[27];
    int epochs = 60_000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = shuffle.order(epoch, 3);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    // Five standard deviations of a binomial with mean 10,000 are 456.
    assertThat(Arrays.stream(counts).filter(count -> count > 0))
        .hasSize(6)
        .allMatch(count -> Math.abs(count - 10_000) < 456);
  }

  @Test
  void reusesItsArray() {
    var shuffle = new Shuffle(3);
    int[] order = shuffle.order(0, 100);
    assertThat(shuffle.order(1, 100)).isSameAs(order);
    assertThat(shuffle.order(2, 50)).isSameAs(order);
  }
}
