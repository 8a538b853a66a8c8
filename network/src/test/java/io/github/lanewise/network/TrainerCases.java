package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import io.github.lanewise.network.internal.Sharing;
import java.util.List;

/** Small networks and samples to train them on. */
final class TrainerCases {
  /** Two features, three classes. */
  static final Network CLASSIFIER = classifier();

  /** {@code yhat = 2 x}. */
  static final Network LINE =
      Network.of(
          List.of(new Layer(1, 1, new Identity())),
          List.of(new float[] {2}),
          List.of(new float[] {0}));

  private TrainerCases() {}

  private static Network classifier() {
    return Network.builder(2).layer(4, new Tanh()).layer(3, new Softmax()).seed(1).build();
  }

  /** Returns four samples of {@link #CLASSIFIER}, or eight of {@link #LINE}. */
  static float[] x() {
    return new float[] {1, 2, 3, 4, 5, 6, 7, 8};
  }

  /** Returns the classes of the four samples. */
  static float[] y() {
    return new float[] {0, 1, 2, 0};
  }

  /** Returns a trainer of {@link #CLASSIFIER} with batches of up to three. */
  static Trainer classifierTrainer() {
    return Trainer.builder(CLASSIFIER)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(new Adam(0.1f))
        .batch(3)
        .build();
  }

  /** Has all threads share every batch, however small. */
  static Sharing all(int threads) {
    return (samples, learning) -> threads;
  }

  /** Sets everything that changes what a step computes. */
  static Trainer.Builder withEverySetting(Trainer.Builder builder) {
    return builder.accumulate(3).clipNorm(0.5f).clipValue(0.02f).dropout(0.3f).dropout(0, 0.1f);
  }

  /** Asserts that a network has the weights that {@link #CLASSIFIER} was drawn with. */
  static void assertUntrained(Network network) {
    assertSameWeights(network, classifier());
  }

  static void assertSameWeights(Network network, Network wanted) {
    for (int layer = 0; layer < wanted.layers().size(); layer++) {
      assertThat(network.weights(layer)).isEqualTo(wanted.weights(layer));
      assertThat(network.biases(layer)).isEqualTo(wanted.biases(layer));
    }
  }
}
