package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final Layer TWO_TO_THREE = new Layer(2, 3, new Relu());
  private static final Layer THREE_TO_ONE = new Layer(3, 1, new Identity());

  @Test
  void knowsItsShape() {
    Network network =
        Network.builder(2).layer(3, new Relu()).layer(1, new Identity()).seed(5).build();
    assertThat(network.inputs()).isEqualTo(2);
    assertThat(network.outputs()).isEqualTo(1);
    assertThat(network.layers()).containsExactly(TWO_TO_THREE, THREE_TO_ONE);
    assertThat(network.parameterCount()).isEqualTo(2 * 3 + 3 + 3 + 1);
    assertThat(network.scaler()).isEmpty();
  }

  @Test
  void keepsTheWeightsItWasMadeFrom() {
    float[] first = {1, 2, 3, 4, 5, 6};
    float[] second = {7, 8, 9};
    Network network =
        Network.of(
            List.of(TWO_TO_THREE, THREE_TO_ONE),
            List.of(first, second),
            List.of(new float[] {10, 11, 12}, new float[] {13}));
    first[0] = -1;
    network.weights(0)[1] = -1;
    network.biases(0)[0] = -1;
    assertThat(network.weights(0)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(network.weights(1)).containsExactly(7, 8, 9);
    assertThat(network.biases(0)).containsExactly(10, 11, 12);
    assertThat(network.biases(1)).containsExactly(13);
  }

  @Test
  void rejectsBadShapes() {
    rejects(() -> Network.builder(0), "network: inputs must be >= 1, got inputs=0");
    rejects(
        () -> Network.builder(2).layer(0, new Relu()), "layer: units must be >= 1, got units=0");
    rejects(
        () -> Network.builder(2).layer(-1, new Relu()), "layer: units must be >= 1, got units=-1");
    rejects(() -> Network.builder(2).build(), "network: layers must be >= 1, got layers=0");
    rejects(
        () ->
            Network.builder(2)
                .layer(1, new Relu())
                .scaler(new Scaler(new float[3], new float[3]))
                .build(),
        "network: scaler must have 2 features, got features=3");
    rejects(
        () -> Network.of(List.of(THREE_TO_ONE, TWO_TO_THREE), List.of(), List.of()),
        "network: layer 1 must have 1 inputs, the units before it, got inputs=2");
    rejects(
        () -> Network.of(List.of(THREE_TO_ONE), List.of(), List.of(new float[1])),
        "network: weights must be one array per layer, got 0 (layers=1)");
    rejects(
        () -> Network.of(List.of(THREE_TO_ONE), List.of(new float[3]), List.of()),
        "network: biases must be one array per layer, got 0 (layers=1)");
    rejects(
        () -> Network.of(List.of(THREE_TO_ONE), List.of(new float[4]), List.of(new float[1])),
        "network: weights of layer 0 must have length 3, got length=4");
    rejects(
        () -> Network.of(List.of(THREE_TO_ONE), List.of(new float[3]), List.of(new float[0])),
        "network: biases of layer 0 must have length 1, got length=0");
  }

  @Test
  void rejectsMoreParametersThanAnArrayHoldsBeforeAllocating() {
    rejects(
        () -> Network.builder(65_536).layer(65_536, new Relu()).build(),
        "network: the number of parameters must be <= 2147483639, got 4295032832 up to layer 1");
    rejects(
        () ->
            Network.builder(Integer.MAX_VALUE)
                .layer(1, new Relu())
                .layer(Integer.MAX_VALUE, new Relu())
                .build(),
        "network: the number of parameters must be <= 2147483639, got 2147483648 up to layer 1");
  }

  @Test
  void namesWhatIsNull() {
    isNull(() -> Network.of(null, List.of(), List.of()), "layers");
    isNull(() -> Network.of(List.of(THREE_TO_ONE), null, List.of()), "weights");
    isNull(
        () ->
            Network.of(
                List.of(THREE_TO_ONE), List.of(new float[3]), Collections.singletonList(null)),
        "biases");
    isNull(() -> Network.builder(1).layer(1, null), "activation");
    isNull(() -> Network.builder(1).layer(1, new Relu(), null), "initializer");
    Network network = Network.builder(1).layer(1, new Relu()).build();
    isNull(() -> network.withMetadata(Collections.singletonMap(null, "a")), "metadata: name");
    isNull(() -> network.withMetadata(null), "metadata");
    isNull(() -> network.predictor().warmUp((int[]) null), "batches");
    isNull(() -> network.predictor().predict((float[]) null), "x");
  }

  @Test
  void namesWhatIsNullBeforeAFileIsTouched(@TempDir Path directory) {
    Network network = Network.builder(1).layer(1, new Relu()).build();
    Path file = directory.resolve("model");
    isNull(() -> network.save(null), "file");
    isNull(() -> network.save(file, (ModelOption[]) null), "options");
    isNull(() -> network.save(file, (ModelOption) null), "option");
    assertThat(file).doesNotExist();
    isNull(() -> Network.load(null), "file");
    isNull(() -> Network.load(file, (ModelOption[]) null), "options");
    isNull(() -> Network.load(file, (ModelOption) null), "option");
  }

  private static void isNull(ThrowingCallable call, String name) {
    assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
  }

  @Test
  void hasNoLayerOutsideItsRange() {
    Network network = Network.builder(1).layer(1, new Relu()).build();
    assertThatThrownBy(() -> network.weights(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> network.biases(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void rejects(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
