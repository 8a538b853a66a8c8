package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  private static final int SAMPLES = 1000;
  private static final Network LINE =
      Network.of(
          List.of(new Layer(2, 1, new Identity())),
          List.of(new float[] {1, -2}),
          List.of(new float[] {0.5f}));

  static Stream<Network> networks() {
    Scaler scaler = new Scaler(gaussian(17, 1), gaussian(17, 2));
    return Activation.all().stream()
        .flatMap(g ->
            Stream.of(
                Network.builder(17).layer(9, g).seed(3).build(),
                Network.builder(17).scaler(scaler).layer(33, g).layer(10, g).seed(4).build(),
                Network.builder(17)
                    .layer(64, g)
                    .layer(1, g)
                    .layer(5, new Softmax())
                    .seed(5)
                    .build()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void givesASampleTheSameBitsAloneAndInABatch(Network network) {
    float[] x = gaussian(SAMPLES * network.inputs(), 6);
    float[] together = new float[SAMPLES * network.outputs()];
    network.predictor(SAMPLES).predict(SAMPLES, x, 0, together, 0);
    for (int batch : new int[] {1, 2, 3, 17, 64}) {
      Predictor predictor = network.predictor(batch);
      float[] apart = new float[together.length];
      for (int j = 0; j < SAMPLES; j += batch) {
        int m = Math.min(batch, SAMPLES - j);
        predictor.predict(m, x, j * network.inputs(), apart, j * network.outputs());
      }
      assertThat(bits(apart)).as("batch %d", batch).isEqualTo(bits(together));
    }
  }

  /** 300 x 260 weights are packed for several samples, and read where they lie for one. */
  @Test
  void givesTheSameBitsFromPackedWeightsAndFromThoseThatArePublished() {
    Network first =
        Network.builder(300).layer(260, new Tanh()).layer(10, new Softmax()).seed(1).build();
    Network second =
        Network.builder(300).layer(260, new Tanh()).layer(10, new Softmax()).seed(2).build();
    LiveNetwork live = new LiveNetwork(first);
    Predictor alone = live.predictor();
    Predictor together = live.predictor(33);
    float[] x = gaussian(33 * 300, 8);
    for (Network network : List.of(first, second)) {
      live.publish(network);
      assertThat(network.packed()).isNotNull();
      float[] wanted = new float[33 * 10];
      for (int j = 0; j < 33; j++) {
        alone.predict(x, j * 300, wanted, j * 10);
      }
      for (int batch : new int[] {2, 33}) {
        float[] yhat = new float[batch * 10];
        together.predict(batch, x, 0, yhat, 0);
        assertThat(bits(yhat)).isEqualTo(bits(Arrays.copyOf(wanted, batch * 10)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void keepsANaNInItsOwnSample(Network network) {
    int samples = 20;
    float[] x = gaussian(samples * network.inputs(), 7);
    float[] clean = new float[samples * network.outputs()];
    Predictor predictor = network.predictor(samples);
    predictor.predict(samples, x, 0, clean, 0);
    x[7 * network.inputs() + 3] = Float.NaN;
    float[] poisoned = new float[clean.length];
    predictor.predict(samples, x, 0, poisoned, 0);
    for (int j = 0; j < samples; j++) {
      float[] sample = outputs(network, poisoned, j);
      if (j == 7) {
        for (float yhat : sample) {
          assertThat(yhat).isNaN();
        }
      } else {
        assertThat(bits(sample)).isEqualTo(bits(outputs(network, clean, j)));
      }
    }
  }

  @Test
  void computesTheLayersAsDefined() {
    assertThat(LINE.predictor().predict(3, 1)).containsExactly(1.5f);
    Network two =
        Network.of(
            List.of(new Layer(1, 2, new Identity()), new Layer(2, 2, new Identity())),
            List.of(new float[] {1, 2}, new float[] {1, 3, 2, 4}),
            List.of(new float[] {0, 1}, new float[] {10, 20}));
    // A[1] = (5, 11); W[2] = [1 2; 3 4]
    assertThat(two.predictor().predict(5)).containsExactly(5 + 22 + 10, 15 + 44 + 20);
  }

  @Test
  void appliesTheScalerFirst() {
    Network scaled =
        Network.of(
            LINE.layers(),
            List.of(LINE.weights(0)),
            List.of(LINE.biases(0)),
            new Scaler(new float[] {1, -1}, new float[] {2, 0.5f}));
    // ((4 - 1) * 2, (3 + 1) * 0.5) = (6, 2)
    assertThat(scaled.predictor().predict(4, 3)).containsExactly(6 - 4 + 0.5f);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void mayWriteOverItsInput(Network network) {
    for (int samples : new int[] {5, 32, 33}) {
      int length = samples * network.inputs();
      float[] x = gaussian(length, 8);
      float[] wanted = new float[samples * network.outputs()];
      Predictor predictor = network.predictor(samples);
      predictor.predict(samples, x, 0, wanted, 0);
      for (int inOffset : new int[] {0, 1, network.outputs(), length}) {
        for (int outOffset : new int[] {0, 1, inOffset, inOffset + length - 1}) {
          float[] both = new float[outOffset + inOffset + 2 * length + wanted.length];
          System.arraycopy(x, 0, both, inOffset, length);
          predictor.predict(samples, both, inOffset, both, outOffset);
          assertThat(bits(Arrays.copyOfRange(both, outOffset, outOffset + wanted.length)))
              .as("%d samples, in at %d, out at %d", samples, inOffset, outOffset)
              .isEqualTo(bits(wanted));
        }
      }
    }
  }

  /** Whole panels of samples, and what is left over. */
  @ParameterizedTest
  @MethodSource("networks")
  void givesEveryBatchTheBitsOfItsSamplesAndWritesNothingElse(Network network) {
    int most = 70;
    int outputs = network.outputs();
    float[] x = gaussian(most * network.inputs(), 12);
    float[] apart = new float[most * outputs];
    Predictor single = network.predictor();
    for (int j = 0; j < most; j++) {
      single.predict(x, j * network.inputs(), apart, j * outputs);
    }
    Predictor predictor = network.predictor(most);
    for (int batch = 2; batch <= most; batch++) {
      float[] yhat = new float[apart.length + 1];
      predictor.predict(batch, x, 0, yhat, 1);
      float[] wanted = new float[yhat.length];
      System.arraycopy(apart, 0, wanted, 1, batch * outputs);
      assertThat(bits(yhat)).as("batch %d", batch).isEqualTo(bits(wanted));
    }
  }

  @Test
  void computesALargeBatchInPartsWithTheBitsOfEachSample() {
    Network growing =
        Network.builder(64).layer(300, new Relu()).layer(70, new Softmax()).seed(3).build();
    int samples = 500;
    float[] x = gaussian(samples * 64, 10);
    float[] yhat = new float[samples * 70];
    Predictor predictor = growing.predictor(samples);
    predictor.predict(samples, x, 0, yhat, 0);
    float[] both = Arrays.copyOf(x, yhat.length);
    predictor.predict(samples, both, 0, both, 0);
    assertThat(bits(both)).isEqualTo(bits(yhat));
    Predictor single = growing.predictor();
    float[] one = new float[70];
    for (int j = 0; j < samples; j++) {
      single.predict(x, j * 64, one, 0);
      assertThat(bits(Arrays.copyOfRange(yhat, j * 70, (j + 1) * 70))).isEqualTo(bits(one));
    }
  }

  @Test
  void leavesItsInputAloneWhereItDoesNotWrite() {
    float[] both = {3, 1, -1, 2};
    LINE.predictor(2).predict(2, both, 0, both, 1);
    assertThat(both).containsExactly(3, 1.5f, -4.5f, 2);
  }

  @Test
  void predictsTheSameWarm() {
    Network network = Network.builder(17).layer(33, new Tanh()).layer(5, new Softmax()).build();
    float[] x = gaussian(3 * network.inputs(), 9);
    float[] cold = new float[3 * network.outputs()];
    Predictor predictor = network.predictor(3);
    predictor.predict(3, x, 0, cold, 0);
    predictor.warmUp();
    predictor.warmUp(2, 3);
    float[] warm = new float[cold.length];
    predictor.predict(3, x, 0, warm, 0);
    assertThat(bits(warm)).isEqualTo(bits(cold));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4})
  void warmsUpForBatchesThatItTakes(int batch) {
    Predictor predictor = LINE.predictor(3);
    assertThatThrownBy(() -> predictor.warmUp(1, batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("predictor: batches to warm up for must be in 1..3, got " + batch);
  }

  @Test
  void writesNothingButTheOutputs() {
    float[] out = {9, 9, 9, 9};
    LINE.predictor(2).predict(2, new float[] {0, 3, 1, -1, 2}, 1, out, 1);
    assertThat(out).containsExactly(9, 1.5f, -4.5f, 9);
  }

  @Test
  void doesNothingForABatchOfZero() {
    float[] out = {9};
    LINE.predictor().predict(0, new float[0], 0, out, 1);
    assertThat(out).containsExactly(9);
  }

  @Test
  void isNotChangedByTrainingItsNetwork() {
    Predictor predictor = LINE.predictor();
    try (Trainer trainer = Trainer.builder(LINE).loss(new Mse()).optimizer(new Sgd(0.1f)).build()) {
      trainer.step(1, new float[] {3, 1}, 0, new float[] {0}, 0);
      assertThat(trainer.network().predictor().predict(3, 1)).isNotEqualTo(new float[] {1.5f});
    }
    assertThat(predictor.predict(3, 1)).containsExactly(1.5f);
  }

  @Test
  void rejectsBadCallsAndLeavesTheOutputAlone() {
    Predictor predictor = LINE.predictor(2);
    float[] out = {9, 9};
    rejects(
        () -> predictor.predict(3, new float[6], 0, new float[3], 0),
        IllegalArgumentException.class,
        "predict: batch must be in 0..2, got batch=3");
    rejects(
        () -> predictor.predict(-1, new float[6], 0, out, 0),
        IllegalArgumentException.class,
        "predict: batch must be in 0..2, got batch=-1");
    rejects(
        () -> predictor.predict(2, new float[4], 1, out, 0),
        IndexOutOfBoundsException.class,
        "predict: in must hold 4 elements from inOffset on, got inOffset=1 (in.length=4)");
    rejects(
        () -> predictor.predict(2, new float[4], 0, out, -1),
        IndexOutOfBoundsException.class,
        "predict: out must hold 2 elements from outOffset on, got outOffset=-1 (out.length=2)");
    rejects(
        () -> predictor.predict(1, 2, 3),
        IllegalArgumentException.class,
        "predict: expected 2 inputs, got 3");
    rejects(() -> predictor.predict(null, 0, out, 0), NullPointerException.class, "in");
    rejects(() -> predictor.predict(new float[2], 0, null, 0), NullPointerException.class, "out");
    for (int batch : new int[] {0, 2}) {
      rejects(() -> predictor.predict(batch, null, 0, out, 0), NullPointerException.class, "in");
      rejects(
          () -> predictor.predict(batch, new float[4], 0, null, 0),
          NullPointerException.class,
          "out");
    }
    rejects(
        () -> LINE.predictor(0),
        IllegalArgumentException.class,
        "predictor: batch must be >= 1, got batch=0");
    assertThatThrownBy(() -> LINE.predictor(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("predictor: buffers must be <= 2147483639 elements, got 85899")
        .hasMessageEndingWith(" (widest layer 2, batch=2147483647)");
    assertThat(out).containsExactly(9, 9);
  }

  @Test
  void noticesASecondThreadInside() throws Exception {
    Network wide =
        Network.builder(512).layer(512, new Tanh()).layer(512, new Tanh()).seed(1).build();
    Predictor predictor = wide.predictor(64);
    float[] x = new float[64 * 512];
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              while (!Thread.currentThread().isInterrupted()) {
                try {
                  predictor.predict(64, x, 0, new float[64 * 512], 0);
                } catch (IllegalStateException e) {
                  // This thread may be the second one as well.
                }
              }
            });
    try {
      assertThatThrownBy(
              () -> {
                while (true) {
                  predictor.predict(64, x, 0, new float[64 * 512], 0);
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "predict: one call at a time, and another one is under way,"
                  + " on another thread: make one predictor per thread");
    } finally {
      other.interrupt();
      other.join();
    }
    predictor.predict(1, x, 0, new float[512], 0);
  }

  private static void rejects(Runnable call, Class<?> type, String message) {
    assertThatThrownBy(call::run).isInstanceOf(type).hasMessage(message);
  }

  private static float[] outputs(Network network, float[] out, int sample) {
    return Arrays.copyOfRange(out, sample * network.outputs(), (sample + 1) * network.outputs());
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
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
