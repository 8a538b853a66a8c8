package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step is the optimizer's update by the gradients, bit for bit, however it is computed. */
class StepTest {
  private static final Network NETWORK =
      Network.builder(19).layer(23, new Tanh()).layer(5, new Softmax()).seed(4).build();

  /** Its first layer has more weights than a panel of dW by several and a part. */
  private static final Network LARGE =
      Network.builder(301).layer(257, new Tanh()).layer(5, new Softmax()).seed(4).build();

  record Case(Network network, Optimizer optimizer, float lambda, int batch, int threads) {}

  static Stream<Case> cases() {
    return Stream.<Optimizer>of(
            new Sgd(0.1f),
            new Sgd(0.1f, 0.9f, false),
            new Sgd(0.1f, 0.9f, true),
            new Adam(0.01f),
            new AdamW(0.01f, 0.1f))
        .flatMap(optimizer ->
            Stream.of(0f, 0.3f)
                .flatMap(lambda ->
                    IntStream.of(1, 7)
                        .boxed()
                        .flatMap(batch ->
                            IntStream.of(1, 3)
                                .boxed()
                                .flatMap(threads ->
                                    Stream.of(NETWORK, LARGE)
                                        .map(network ->
                                            new Case(
                                                network, optimizer, lambda, batch, threads))))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheUpdateByTheGradients(Case c) {
    SplittableRandom random = new SplittableRandom(9);
    int layers = c.network.layers().size();
    float[][] states = new float[2 * layers][];
    try (Trainer trainer = builder(c).build();
        Trainer keeping = builder(c).keepGradients().build()) {
      for (int step = 1; step <= 3; step++) {
        float[] x = samples(c.batch, c.network, random);
        float[] y = classes(c.batch, c.network, random);
        Network before = trainer.network();
        float cost = trainer.gradients(c.batch, x, 0, y, 0);
        List<float[]> gradients = gradients(trainer);

        assertThat(trainer.step(c.batch, x, 0, y, 0)).isEqualTo(cost);
        assertThat(keeping.step(c.batch, x, 0, y, 0)).isEqualTo(cost);

        assertThat(gradients(keeping).toArray()).isEqualTo(gradients.toArray());
        assertThatThrownBy(() -> trainer.biasGradients(0))
            .isInstanceOf(IllegalStateException.class);
        Network after = trainer.network();
        Network kept = keeping.network();
        for (int i = 0; i < gradients.size(); i++) {
          float[] wanted = parameters(before, i);
          if (states[i] == null) {
            states[i] = new float[2 * wanted.length];
          }
          c.optimizer.update(
              step, wanted.length, 1, gradients.get(i), 0, states[i], 0, wanted.length, wanted, 0);
          assertThat(parameters(after, i)).isEqualTo(wanted);
          assertThat(parameters(kept, i)).isEqualTo(wanted);
        }
      }
    }
  }

  /** Large layers by panels of dW or as a whole, on any number of workers: the same weights. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void givesTheSameWeightsByPanels(int threads) {
    Network wide =
        Network.builder(2).layer(40_000, new Tanh()).layer(2, new Softmax()).seed(5).build();
    for (Network network : List.of(LARGE, wide)) {
      Trainer.Builder plain = Trainer.builder(network).optimizer(new Adam(0.01f)).l2(0.1f);
      assertSameWeights(network, threads, plain.batch(17), 16, 17, 1);
      plain = Trainer.builder(network).optimizer(new Sgd(0.1f));
      assertSameWeights(network, threads, plain.batch(4).accumulate(3), 12, 3, 7);
      plain = Trainer.builder(network).optimizer(new Sgd(0.1f));
      assertSameWeights(network, threads, plain.batch(4).clipNorm(0.01f), 4, 3);
      plain = Trainer.builder(network).optimizer(new Sgd(0.1f));
      assertSameWeights(network, threads, plain.batch(4).dropout(0.5f), 4, 3);
    }
  }

  private static void assertSameWeights(
      Network network, int threads, Trainer.Builder builder, int... steps) {
    builder.loss(new SoftmaxCrossEntropy());
    try (Trainer panels = builder.threads(threads).sharing(TrainerCases.all(threads)).build();
        Trainer whole = builder.threads(1).sharing(TrainerCases.all(1)).keepGradients().build()) {
      SplittableRandom random = new SplittableRandom(11);
      for (int samples : steps) {
        float[] x = samples(samples, network, random);
        float[] y = classes(samples, network, random);
        assertThat(panels.step(samples, x, 0, y, 0)).isEqualTo(whole.step(samples, x, 0, y, 0));
        TrainerCases.assertSameWeights(panels.network(), whole.network());
      }
    }
  }

  @Test
  void costAndEvaluationLeaveItsGradients() {
    float[] x = new float[7 * 19];
    Arrays.fill(x, 0.5f);
    float[] y = new float[7];
    try (Trainer trainer =
        Trainer.builder(NETWORK)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Sgd(0.1f))
            .batch(7)
            .keepGradients()
            .build()) {
      trainer.step(7, x, 0, y, 0);
      List<float[]> gradients = gradients(trainer);
      trainer.cost(3, x, 0, y, 0);
      trainer.evaluate(2, x, 0, y, 0);
      assertThat(gradients(trainer)).usingRecursiveComparison().isEqualTo(gradients);
    }
  }

  private static float[] samples(int samples, Network network, SplittableRandom random) {
    float[] x = new float[samples * network.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] classes(int samples, Network network, SplittableRandom random) {
    float[] y = new float[samples];
    for (int j = 0; j < samples; j++) {
      y[j] = random.nextInt(network.outputs());
    }
    return y;
  }

  private static Trainer.Builder builder(Case c) {
    return Trainer.builder(c.network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(c.optimizer)
        .l2(c.lambda)
        .batch(c.batch)
        .threads(c.threads)
        .sharing(TrainerCases.all(c.threads));
  }

  /** Of the weights and the biases of each layer in turn. */
  private static List<float[]> gradients(Trainer trainer) {
    return IntStream.range(0, 2 * NETWORK.layers().size())
        .mapToObj(i -> i % 2 == 0 ? trainer.weightGradients(i / 2) : trainer.biasGradients(i / 2))
        .toList();
  }

  private static float[] parameters(Network network, int i) {
    return i % 2 == 0 ? network.weights(i / 2) : network.biases(i / 2);
  }
}
