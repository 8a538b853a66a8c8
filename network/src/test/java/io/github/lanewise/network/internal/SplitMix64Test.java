package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    var random = new SplitMix64(1234567);
    long[] published = {
      6457827717110365317L,
      3203168211198807973L,
      -8629252141511181193L, // 9817491932198370423
      4593380528125082431L,
      -2037821214251327795L // 16408922859458223821
    };
    for (int i = 0; i < published.length; i++) {
      assertThat(SplitMix64.output(1234567, i)).isEqualTo(published[i]);
      assertThat(random.nextLong()).isEqualTo(published[i]);
    }
  }

  @Test
  void startsAgainAfterReset() {
    var random = new SplitMix64(5);
    long first = random.nextLong();
    random.nextLong();
    random.reset(5);
    assertThat(random.nextLong()).isEqualTo(first);
  }

  @Test
  void drawsIntegersEvenlyBelowTheirBound() {
    var random = new SplitMix64(7);
    int[] counts = new int[6];
    for (int i = 0; i < 60_000; i++) {
      counts[random.nextInt(6)]++;
    }
    // Five standard deviations of a binomial with mean 10,000 are 456.
    for (int count : counts) {
      assertThat(count).isBetween(9_544, 10_456);
    }
    assertThat(random.nextInt(1)).isZero();
  }

  @Test
  void drawsLargeIntegersWithoutFavor() {
    // With a bound of 3 * 2^29, reducing 32 bits without rejection would put half, not a third, of
    // the draws into one third of the results.
    var random = new SplitMix64(8);
    int bound = 3 << 29;
    int[] counts = new int[3];
    for (int i = 0; i < 60_000; i++) {
      counts[random.nextInt(bound) % 3]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(19_422, 20_578);
    }
  }

  @Test
  void drawsNormalNumbers() {
    var random = new SplitMix64(9);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double x = random.nextGaussian();
      sum += x;
      squares += x * x;
    }
    // Five standard deviations of the mean and of the mean square.
    assertThat(Math.abs(sum / n)).isLessThan(5 / Math.sqrt(n));
    assertThat(Math.abs(squares / n - 1)).isLessThan(5 * Math.sqrt(2.0 / n));
  }
}
