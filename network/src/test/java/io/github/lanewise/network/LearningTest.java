package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LearningTest {
  private static final float[] XOR_X = {0, 0, 0, 1, 1, 0, 1, 1};
  private static final float[] XOR_Y = {0, 1, 1, 0};

  @Test
  void learnsXorFromEverySeed() {
    for (int seed = 0; seed < 100; seed++) {
      Network network =
          Network.builder(2).layer(8, new Tanh()).layer(1, new Sigmoid()).seed(seed).build();
      try (Trainer trainer =
          Trainer.builder(network)
              .loss(new BinaryCrossEntropy())
              .optimizer(new Adam(0.05f))
              .batch(4)
              .build()) {
        trainer.fit(500, XOR_X, XOR_Y);
        assertThat(trainer.evaluate(4, XOR_X, 0, XOR_Y, 0).accuracy())
            .as("seed %d", seed)
            .isEqualTo(1);
        Predictor predictor = trainer.network().predictor();
        for (int j = 0; j < 4; j++) {
          float yhat = predictor.predict(XOR_X[2 * j], XOR_X[2 * j + 1])[0];
          assertThat(Math.abs(yhat - XOR_Y[j])).as("seed %d, sample %d", seed, j).isLessThan(0.1f);
        }
      }
    }
  }

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.2f),
        new Sgd(0.05f, 0.9f),
        new Sgd(0.05f, 0.9f, true),
        new Adam(0.01f),
        new AdamW(0.01f));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyOptimizerSeparatesTwoSpirals(Optimizer optimizer) {
    int samples = 200;
    float[] x = new float[2 * samples];
    float[] y = new float[samples];
    for (int j = 0; j < samples; j++) {
      int spiral = j % 2;
      double radius = 0.3 + 1.5 * j / samples;
      double angle = 4 * radius + Math.PI * spiral;
      x[2 * j] = (float) (radius * Math.cos(angle));
      x[2 * j + 1] = (float) (radius * Math.sin(angle));
      y[j] = spiral;
    }
    Network network =
        Network.builder(2)
            .layer(32, new Tanh())
            .layer(32, new Tanh())
            .layer(2, new Softmax())
            .seed(1)
            .build();
    try (Trainer trainer =
        Trainer.builder(network).loss(new SoftmaxCrossEntropy()).optimizer(optimizer).build()) {
      trainer.fit(400, x, y);
      assertThat(trainer.evaluate(samples, x, 0, y, 0).accuracy()).isGreaterThan(0.98);
    }
  }

  @Test
  void findsTheLineThroughNoise() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    int samples = 500;
    float[] x = new float[samples];
    float[] y = new float[samples];
    for (int j = 0; j < samples; j++) {
      x[j] = (float) random.nextGaussian();
      y[j] = 3 * x[j] - 2 + 0.01f * (float) random.nextGaussian();
    }
    Network network = Network.builder(1).layer(1, new Identity()).build();
    try (Trainer trainer =
        Trainer.builder(network).loss(new Mse()).optimizer(new Sgd(0.05f)).build()) {
      trainer.fit(50, x, y);
      assertThat(trainer.network().weights(0)[0]).isBetween(2.99f, 3.01f);
      assertThat(trainer.network().biases(0)[0]).isBetween(-2.01f, -1.99f);
    }
  }

  @Test
  void theL2TermShrinksTheWeights() {
    float[] x = {1, 2, 3, 4};
    float[] y = {2, 4, 6, 8};
    Network network = Network.builder(1).layer(16, new Relu()).layer(1, new Identity()).build();
    float[] norms = new float[2];
    for (int i = 0; i < 2; i++) {
      try (Trainer trainer =
          Trainer.builder(network)
              .loss(new Mse())
              .optimizer(new Adam(0.01f))
              .l2(i)
              .batch(4)
              .build()) {
        trainer.fit(500, x, y);
        for (float w : trainer.network().weights(0)) {
          norms[i] += w * w;
        }
      }
    }
    assertThat(norms[1]).isLessThan(0.5f * norms[0]);
  }
}
