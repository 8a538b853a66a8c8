package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.all;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.internal.Sharing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed gives the same bits. */
class DeterminismTest {
  private static final int INPUTS = 13;
  private static final int CLASSES = 10;
  private static final int SAMPLES = 203;

  @Test
  void twoRunsGiveTheSameWeights() {
    assertThat(train(1, new Adam(0.01f))).isEqualTo(train(1, new Adam(0.01f)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 8, 16})
  void anyNumberOfThreadsGivesTheSameWeights(int threads) {
    for (Optimizer optimizer :
        List.of(new Sgd(0.05f, 0.9f, true), new Adam(0.01f), new AdamW(0.01f))) {
      assertThat(train(threads, optimizer)).as("%s", optimizer).isEqualTo(train(1, optimizer));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 8, 16})
  void anyNumberOfThreadsGivesTheSameWeightsWithEverySetting(int threads) {
    assertThat(trainWithEverySetting(threads, all(threads)))
        .isEqualTo(trainWithEverySetting(1, all(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 8, 16})
  void weightsDoNotDependOnHowManyThreadsTakePartInABatch(int threads) {
    // Batches of 32, or of 13 of which a step adds up three; the last has 11 samples, or 8.
    Sharing last = (samples, learning) -> samples == 11 || samples == 8 ? 1 : threads;
    Sharing others = (samples, learning) -> samples == 11 || samples == 8 ? threads : 1;
    int[] batches = {0};
    Sharing changing = (samples, learning) -> 1 + batches[0]++ % threads;
    for (Sharing sharing : List.of(last, others, changing)) {
      assertThat(train(builder(network(), new Adam(0.01f)).threads(threads).sharing(sharing)))
          .isEqualTo(train(1, new Adam(0.01f)));
      assertThat(trainWithEverySetting(threads, sharing))
          .isEqualTo(trainWithEverySetting(1, all(1)));
    }
  }

  @Test
  void costsDoNotDependOnHowManyThreadsTakePartInABatch() {
    float[] x = gaussian(SAMPLES * INPUTS, 6);
    float[] y = new float[SAMPLES];
    int[] batches = {0};
    try (Trainer one = builder(network(), new Adam(0.01f)).accumulate(8).build();
        Trainer changing =
            builder(network(), new Adam(0.01f))
                .accumulate(8)
                .threads(5)
                .sharing((samples, learning) -> 1 + batches[0]++ % 5)
                .build()) {
      for (int round = 0; round < 10; round++) {
        assertThat(changing.evaluate(SAMPLES, x, 0, y, 0))
            .isEqualTo(one.evaluate(SAMPLES, x, 0, y, 0));
        assertThat(changing.cost(SAMPLES, x, 0, y, 0)).isEqualTo(one.cost(SAMPLES, x, 0, y, 0));
        assertThat(changing.step(SAMPLES, x, 0, y, 0)).isEqualTo(one.step(SAMPLES, x, 0, y, 0));
      }
    }
  }

  @Test
  void sharesAStepOfALargeNetworkOfItsOwnAccord() {
    Network network =
        Network.builder(400).layer(300, new Relu()).layer(CLASSES, new Softmax()).seed(1).build();
    float[] x = gaussian(203 * 400, 4);
    float[] y = new float[203];
    String[] hashes = new String[2];
    for (int i = 0; i < 2; i++) {
      try (Trainer trainer = builder(network, new Adam(1e-3f)).threads(1 + 15 * i).build()) {
        for (int epoch = 0; epoch < 10; epoch++) {
          trainer.epoch(203, x, 0, y, 0);
        }
        hashes[i] = sha256(trainer.network());
      }
    }
    assertThat(hashes[1]).isEqualTo(hashes[0]);
  }

  @Test
  void aThousandStepsGiveTheSameWeightsOnAnyNumberOfThreads() {
    String wanted = thousandSteps(1);
    for (int threads : new int[] {2, 3, 4, 7, 8, 16}) {
      assertThat(thousandSteps(threads)).as("%d threads", threads).isEqualTo(wanted);
    }
  }

  private static String thousandSteps(int threads) {
    float[] x = gaussian(20 * INPUTS, 4);
    float[] y = new float[20];
    for (int j = 0; j < 20; j++) {
      y[j] = j * 7 % CLASSES;
    }
    Optimizer adam = new Adam(1e-3f, 0.8f, 0.99f, 1e-6f);
    Trainer.Builder builder = builder(network(), adam).dropout(0.1f).threads(threads);
    try (Trainer trainer = builder.sharing(all(threads)).build()) {
      for (int step = 0; step < 1_000; step++) {
        trainer.step(1 + step % 20, x, 0, y, 0);
      }
      return sha256(trainer.network());
    }
  }

  static List<Activation> activations() {
    return Activation.all();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void gradientsOfEveryActivationDoNotDependOnThreads(Activation g) {
    Network network =
        Network.builder(INPUTS).layer(21, g).layer(1, g).layer(34, g).layer(5, g).seed(1).build();
    float[] x = gaussian(40 * INPUTS, 2);
    float[] y = gaussian(40 * 5, 3);
    String wanted = gradients(network, x, y, 1);
    for (int threads : new int[] {2, 3, 4, 7, 8, 16}) {
      assertThat(gradients(network, x, y, threads)).as("%d threads", threads).isEqualTo(wanted);
    }
  }

  @Test
  void anotherSeedGivesAnotherOrder() {
    float[] x = gaussian(SAMPLES * INPUTS, 4);
    float[] y = new float[SAMPLES];
    Network network = network();
    String[] hashes = new String[2];
    for (int seed = 0; seed < 2; seed++) {
      try (Trainer trainer = builder(network, new Sgd(0.1f)).seed(seed).build()) {
        trainer.epoch(SAMPLES, x, 0, y, 0);
        hashes[seed] = sha256(trainer.network());
      }
    }
    assertThat(hashes[0]).isNotEqualTo(hashes[1]);
  }

  @Test
  void aStepOverGatheredSamplesIsAStepOverTheirCopies() {
    int[] order = new io.github.lanewise.network.internal.Shuffle(9).order(0, 32);
    float[] x = gaussian(32 * INPUTS, 5);
    float[] y = new float[32];
    float[] orderedX = new float[x.length];
    float[] orderedY = new float[y.length];
    for (int j = 0; j < 32; j++) {
      y[j] = j % CLASSES;
    }
    for (int j = 0; j < 32; j++) {
      System.arraycopy(x, order[j] * INPUTS, orderedX, j * INPUTS, INPUTS);
      orderedY[j] = y[order[j]];
    }
    try (Trainer shuffling = builder(network(), new Adam(0.01f)).seed(9).build();
        Trainer plain = builder(network(), new Adam(0.01f)).build()) {
      float cost = shuffling.epoch(32, x, 0, y, 0);
      assertThat(plain.step(32, orderedX, 0, orderedY, 0)).isEqualTo(cost);
      assertThat(sha256(plain.network())).isEqualTo(sha256(shuffling.network()));
    }
  }

  private static String train(int threads, Optimizer optimizer) {
    return train(builder(network(), optimizer).threads(threads).sharing(all(threads)));
  }

  private static String trainWithEverySetting(int threads, Sharing sharing) {
    Trainer.Builder builder = builder(network(), new Adam(0.01f)).batch(13).threads(threads);
    return train(TrainerCases.withEverySetting(builder).sharing(sharing));
  }

  private static String train(Trainer.Builder builder) {
    float[] x = gaussian(SAMPLES * INPUTS, 6);
    float[] y = new float[SAMPLES];
    for (int j = 0; j < SAMPLES; j++) {
      y[j] = j % CLASSES;
    }
    try (Trainer trainer = builder.build()) {
      for (int epoch = 0; epoch < 20; epoch++) {
        trainer.epoch(SAMPLES, x, 0, y, 0);
      }
      return sha256(trainer.network());
    }
  }

  /** A layer per kind of activation; 203 samples leave a last batch of 11. */
  private static Network network() {
    Network.Builder builder =
        Network.builder(INPUTS).scaler(new Scaler(gaussian(INPUTS, 7), gaussian(INPUTS, 8)));
    int units = 11;
    for (Activation g : Activation.all()) {
      builder.layer(units, g);
      units += 3;
    }
    return builder.layer(CLASSES, new Softmax()).seed(11).build();
  }

  private static Trainer.Builder builder(Network network, Optimizer optimizer) {
    return Trainer.builder(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(optimizer)
        .l2(1e-3f)
        .batch(32);
  }

  private static String gradients(Network network, float[] x, float[] y, int threads) {
    try (Trainer trainer =
        Trainer.builder(network)
            .loss(new Mse())
            .optimizer(new Sgd(0.1f))
            .l2(0.5f)
            .batch(40)
            .threads(threads)
            .sharing(all(threads))
            .build()) {
      MessageDigest digest = digest();
      digest.update(bytes(trainer.gradients(40, x, 0, y, 0)));
      for (int layer = 0; layer < network.layers().size(); layer++) {
        digest.update(bytes(trainer.weightGradients(layer)));
        digest.update(bytes(trainer.biasGradients(layer)));
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static String sha256(Network network) {
    MessageDigest digest = digest();
    for (int layer = 0; layer < network.layers().size(); layer++) {
      digest.update(bytes(network.weights(layer)));
      digest.update(bytes(network.biases(layer)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
    for (float value : values) {
      assertThat(value).isFinite();
      buffer.putInt(Float.floatToRawIntBits(value));
    }
    return buffer.array();
  }

  private static float[] gaussian(int length, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
