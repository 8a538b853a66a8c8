package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Elu;
import io.github.lanewise.kernels.Gelu;
import io.github.lanewise.kernels.GeluTanh;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Silu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Softplus;
import io.github.lanewise.kernels.Tanh;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A file of each version of the format loads forever. */
class ModelFileGoldenTest {
  private static final float[] SPECIAL = {
    0f, -0f, Float.MIN_VALUE, -Float.MIN_NORMAL, Float.MAX_VALUE, 0.1f, -1e-40f, 3f
  };

  /** What model-v1.safetensors holds. */
  static Network version1() {
    List<Activation> activations =
        List.of(
            new Identity(),
            new Relu(),
            new LeakyRelu(0.01f),
            new Elu(0.1f),
            new Gelu(),
            new GeluTanh(),
            new Silu(),
            new Sigmoid(),
            new Tanh(),
            new Softplus(),
            new Softmax(),
            new LogSoftmax());
    List<Layer> layers = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = 3;
    for (Activation activation : activations) {
      int units = 1 + (3 * layers.size() + 4) % 7;
      layers.add(new Layer(inputs, units, activation));
      weights.add(values(inputs * units, layers.size()));
      biases.add(values(units, 2 * layers.size()));
      inputs = units;
    }
    return Network.of(layers, weights, biases, new Scaler(values(3, 5), values(3, 1)))
        .withMetadata(
            Map.of("classes", "[\"ja\",\"n\u00f6\"]", "\ud83d\ude00", "a \" \\ \n", "", ""));
  }

  private static float[] values(int length, int start) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i % 3 == 0 ? SPECIAL[(i + start) % SPECIAL.length] : (i - start) / 3f;
    }
    return values;
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = ModelFileGoldenTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }

  @Test
  void loadsVersion1() throws IOException {
    Network network = SavedNetworks.read(golden("model-v1.safetensors"));
    assertThat(SavedNetworks.contents(network)).isEqualTo(SavedNetworks.contents(version1()));
  }

  @Test
  void stillWritesVersion1() throws IOException {
    assertThat(SavedNetworks.bytes(version1())).isEqualTo(golden("model-v1.safetensors"));
  }
}
