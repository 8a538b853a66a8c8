package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Tanh;
import io.github.lanewise.kernels.internal.DenseForward;
import io.github.lanewise.kernels.internal.SamplePanels;
import io.github.lanewise.network.internal.PackedWeights;
import io.github.lanewise.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveNetworkTest {

  // On a core that ten other programs want, everything takes ten times as long.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  @Test
  void predictsWithWhatWasPublishedLast() {
    LiveNetwork live = new LiveNetwork(line(2, 0));
    Predictor predictor = live.predictor(2);
    assertThat(predictor.predict(3)).containsExactly(6, 3);
    Network next = line(-5, 0);
    live.publish(next);
    assertThat(live.network()).isSameAs(next);
    assertThat(predictor.network()).isSameAs(next);
    assertThat(predictor.predict(3)).containsExactly(-15, 3);
    assertThat(live.predictor().predict(3)).containsExactly(-15, 3);
  }

  @Test
  void reachesEveryPredictor() {
    LiveNetwork live = new LiveNetwork(line(2, 0));
    List<Predictor> predictors = List.of(live.predictor(), live.predictor(7), live.predictor());
    live.publish(line(4, 0));
    assertThat(predictors).allSatisfy(p -> assertThat(p.predict(1)).containsExactly(4, 1));
  }

  /** Each wants its weights packed in other orders than the ones before. */
  @Test
  void packsForPredictorsOfMoreAndMoreSamples() {
    LiveNetwork live = new LiveNetwork(line(2, 0));
    for (int samples : new int[] {1, 2, 64, 65}) {
      Predictor predictor = live.predictor(samples);
      for (int factor : new int[] {2, 3}) {
        live.publish(line(factor, 0));
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
          x[i] = i;
        }
        float[] yhat = new float[2 * samples];
        predictor.predict(samples, x, 0, yhat, 0);
        for (int i = 0; i < samples; i++) {
          assertThat(yhat[2 * i]).isEqualTo(factor * i);
          assertThat(yhat[2 * i + 1]).isEqualTo(i);
        }
      }
    }
    PackedWeights packed = live.network().packed();
    assertThat(packed).isNotNull();
    live.predictor(3);
    live.predictor(100);
    assertThat(live.network().packed()).isSameAs(packed);
  }

  @Test
  void takesNetworksWithAndWithoutAScaler() {
    LiveNetwork live = new LiveNetwork(line(2, 0));
    Predictor predictor = live.predictor();
    live.publish(scaled(line(2, 0), 1));
    assertThat(predictor.predict(3)).containsExactly(4, 2);
    live.publish(line(2, 7));
    assertThat(predictor.predict(3)).containsExactly(6, 10);
  }

  @Test
  void takesOtherMetadata() {
    LiveNetwork live = new LiveNetwork(line(1, 0));
    live.publish(line(2, 0).withMetadata(Map.of("version", "2")));
    assertThat(live.network().metadata()).containsEntry("version", "2");
  }

  @Test
  void rejectsOtherLayersAndKeepsWhatItHas() {
    Network network = Network.builder(3).layer(4, new Relu()).layer(2, new Tanh()).build();
    LiveNetwork live = new LiveNetwork(network);
    rejects(
        live,
        Network.builder(3).layer(2, new Tanh()).build(),
        "publish: layers must be 2, got layers=1");
    rejects(
        live,
        Network.builder(3).layer(5, new Relu()).layer(2, new Tanh()).build(),
        "publish: layer 0 must be Layer[inputs=3, units=4, activation=Relu[]],"
            + " got Layer[inputs=3, units=5, activation=Relu[]]");
    rejects(
        live,
        Network.builder(3).layer(4, new Relu()).layer(2, new LeakyRelu()).build(),
        "publish: layer 1 must be Layer[inputs=4, units=2, activation=Tanh[]],"
            + " got Layer[inputs=4, units=2, activation=LeakyRelu[slope=0.01]]");
    assertThatThrownBy(() -> live.publish(null)).isInstanceOf(NullPointerException.class);
    assertThat(live.network()).isSameAs(network);
  }

  /** Weights (i, 1), bias (0, i) and shift i give (-i^2, 0) for 0; any mixture gives another 0. */
  @Test
  void neverMixesTheScalerOfOneWithTheWeightsOfAnother() throws InterruptedException {
    LiveNetwork live = new LiveNetwork(scaled(line(1, 1), 1));
    AtomicBoolean stopped = new AtomicBoolean();
    Thread publisher =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1; !stopped.get(); i = i % 1000 + 1) {
                live.publish(scaled(line(i, i), i));
              }
            });
    try {
      Predictor predictor = live.predictor();
      float[] out = new float[2];
      for (int call = 0; call < 200_000; call++) {
        predictor.predict(new float[1], 0, out, 0);
        float i = (float) Math.sqrt(-out[0]);
        assertThat(out[1]).isZero();
        assertThat(i).isEqualTo((int) i).isBetween(1f, 1000f);
      }
    } finally {
      stopped.set(true);
      publisher.join();
    }
  }

  /**
   * A trainer publishes as fast as it learns, predictors run all the time: each output is that of
   * one version, bit for bit, the versions never go back, and nobody allocates.
   */
  @ParameterizedTest
  @EnumSource
  void handsOverUnderLoad(LiveNetworkLoad.Service service) {
    ChildJvm child = ChildJvm.of(LiveNetworkLoad.class).limit(LIMIT);
    List<String> lines = child.run(service.name()).outputOfSuccess().lines().toList();
    assertThat(lines).hasSize(service.predictors);
    assertThat(lines).allMatch(line -> line.matches("[1-9]\\d+ versions, 0 bytes"));
  }

  @Test
  void packsInEveryOrderForOneOfTheLoads() {
    LiveNetworkLoad.Service service = LiveNetworkLoad.Service.PACKED;
    Network network = service.network();
    network.predictor(service.batch);
    PackedWeights packed = network.packed();
    assertThat(packed).isNotNull();
    boolean panels = DenseForward.takesPanels();
    assertThat(packed.panelLayers()).hasSize(panels ? network.layers().size() : 0);
    assertThat(packed.W(1)).isNotNull();
    if (panels) {
      assertThat(service.batch).isGreaterThan(SamplePanels.HEIGHT);
      assertThat(SamplePanels.whole(service.batch, true)).isBetween(1, service.batch - 1);
    }
  }

  private static void rejects(LiveNetwork live, Network network, String message) {
    assertThatThrownBy(() -> live.publish(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** {@code yhat = (w x, x + b)}. */
  private static Network line(float w, float b) {
    return Network.of(
        List.of(new Layer(1, 2, new Identity())),
        List.of(new float[] {w, 1}),
        List.of(new float[] {0, b}));
  }

  private static Network scaled(Network network, float shift) {
    return Network.of(
        network.layers(),
        List.of(network.weights(0)),
        List.of(network.biases(0)),
        new Scaler(new float[] {shift}, new float[] {1}));
  }
}
