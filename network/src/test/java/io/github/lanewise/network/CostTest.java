package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Tanh;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cost and its gradients by hand, with numbers that floats hold exactly. */
class CostTest {
  // Z = [1 -2] A + 0.5: yhat of (3, 1) is 1.5, of (-1, 2) is -4.5.
  private static final Network LINE =
      Network.of(
          List.of(new Layer(2, 1, new Identity())),
          List.of(new float[] {1, -2}),
          List.of(new float[] {0.5f}));
  private static final float[] X = {3, 1, -1, 2};
  private static final float[] Y = {1, -4};

  @Test
  void isTheMeanLossWithoutL2() {
    try (Trainer trainer = trainer(LINE, 0)) {
      // (0.5^2 + 0.5^2) / 2
      assertThat(trainer.cost(2, X, 0, Y, 0)).isEqualTo(0.25f);
      assertThat(trainer.cost(1, X, 2, Y, 1)).isEqualTo(0.25f);
    }
  }

  @Test
  void addsLambdaOverTwoMTimesTheSquaresOfTheWeights() {
    try (Trainer trainer = trainer(LINE, 0.5f)) {
      // 0.25 + 0.5 / (2 * 2) * (1 + 4); biases are not part of it
      assertThat(trainer.cost(2, X, 0, Y, 0)).isEqualTo(0.875f);
      // 0.25 + 0.5 / (2 * 1) * 5
      assertThat(trainer.cost(1, X, 0, Y, 0)).isEqualTo(1.5f);
    }
  }

  @Test
  void sumsTheSquaresOfAllLayers() {
    Network network =
        Network.of(
            List.of(new Layer(1, 2, new Identity()), new Layer(2, 1, new Identity())),
            List.of(new float[] {1, 2}, new float[] {3, 4}),
            List.of(new float[] {9, 9}, new float[] {-63}));
    try (Trainer trainer = trainer(network, 2)) {
      // yhat = 3 * 9 + 4 * 9 - 63 = 0 at x = 0; 2 / 2 * (1 + 4 + 9 + 16)
      assertThat(trainer.cost(1, new float[] {0}, 0, new float[] {0}, 0)).isEqualTo(30);
    }
  }

  @Test
  void hasTheBitsOfTheSquaresOfBlocksOfWeightsOnAnyNumberOfThreads() {
    // 5.03 blocks of weights, then one that is full, then one that is not
    Network network =
        Network.builder(161)
            .layer(128, new Tanh())
            .layer(32, new Tanh())
            .layer(2, new Identity())
            .seed(1)
            .build();
    float[] x = new float[3 * 161];
    Arrays.fill(x, 0.1f);
    float[] y = new float[3 * 2];
    for (int threads : new int[] {1, 2, 3, 7}) {
      ScalarTrainer plain = new ScalarTrainer(network, new Mse(), 0.5f);
      plain.lambda = 0.3f;
      try (Trainer trainer =
          builder(network, 0.3f)
              .accumulate(2)
              .threads(threads)
              .sharing(TrainerCases.all(threads))
              .build()) {
        for (int step = 0; step < 3; step++) {
          float cost = trainer.cost(3, x, 0, y, 0);
          assertThat(trainer.gradients(3, x, 0, y, 0)).isEqualTo(cost);
          assertThat(trainer.step(3, x, 0, y, 0)).isEqualTo(cost).isEqualTo(plain.step(3, x, y));
        }
      }
    }
  }

  @Test
  void hasGradientsOfTheFourEquations() {
    try (Trainer trainer = trainer(LINE, 0.5f)) {
      assertThat(trainer.gradients(2, X, 0, Y, 0)).isEqualTo(0.875f);
      // dZ = 2 (yhat - y) = (1, -1); dW = dZ X^T / 2 + 0.5 / 2 W = (2, -0.5) + (0.25, -0.5)
      assertThat(trainer.weightGradients(0)).containsExactly(2.25f, -1);
      assertThat(trainer.biasGradients(0)).containsExactly(0);
      assertThat(trainer.network().weights(0)).containsExactly(1, -2);
    }
  }

  @Test
  void isReturnedByAStepAsItWasBeforeTheUpdate() {
    try (Trainer trainer = trainer(LINE, 0.5f)) {
      assertThat(trainer.step(2, X, 0, Y, 0)).isEqualTo(0.875f);
      // learning rate 0.5: W - 0.5 dW
      assertThat(trainer.network().weights(0)).containsExactly(-0.125f, -1.5f);
      assertThat(trainer.network().biases(0)).containsExactly(0.5f);
    }
  }

  @Test
  void readsInputGradientsFromTheWeightsBeforeTheirUpdate() {
    Network network =
        Network.of(
            List.of(new Layer(1, 1, new Identity()), new Layer(1, 1, new Identity())),
            List.of(new float[] {2}, new float[] {4}),
            List.of(new float[] {0}, new float[] {0}));
    try (Trainer trainer = trainer(network, 0)) {
      // yhat = 8, y = 7: dZ[2] = 2, dW[2] = 2 * 2, dA[1] = 4 * 2 with the old W[2], dW[1] = 8
      trainer.step(1, new float[] {1}, 0, new float[] {7}, 0);
      assertThat(trainer.network().weights(1)).containsExactly(2);
      assertThat(trainer.network().weights(0)).containsExactly(-2);
    }
  }

  private static Trainer trainer(Network network, float lambda) {
    return builder(network, lambda).build();
  }

  private static Trainer.Builder builder(Network network, float lambda) {
    return Trainer.builder(network).loss(new Mse()).optimizer(new Sgd(0.5f)).l2(lambda).batch(2);
  }
}
