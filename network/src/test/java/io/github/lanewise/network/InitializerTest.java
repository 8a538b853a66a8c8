package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Tanh;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InitializerTest {
  @Test
  void seed42HasTheseWeights() {
    assertThat(weights(Initializer.HE_NORMAL, 2, 3, 42))
        .containsExactly(
            0.8818546f, 1.0524628f, 1.3700036f, -0.06320006f, -0.098660134f, 0.64673185f);
    assertThat(weights(Initializer.GLOROT_UNIFORM, 2, 3, 42))
        .containsExactly(
            -0.3433302f, 0.99849105f, -0.029906668f, -0.9478714f, 0.38760296f, -0.94753736f);
    Network network = Network.builder(2).layer(2, new Relu()).layer(2, new Tanh()).seed(7).build();
    assertThat(network.weights(0))
        .containsExactly(-0.94225764f, -1.0013832f, 0.38178265f, 1.8145455f);
    assertThat(network.weights(1))
        .containsExactly(0.006693892f, 0.8947596f, -0.6500956f, 0.50797856f);
  }

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void hasItsMeanAndVariance(Initializer initializer) {
    int inputs = 300;
    int units = 200;
    float[] weights = weights(initializer, inputs, units, 1);
    double variance = variance(initializer, inputs, units);
    double sum = 0;
    double squares = 0;
    double greatest = 0;
    for (float w : weights) {
      sum += w;
      squares += (double) w * w;
      greatest = Math.max(greatest, Math.abs(w));
    }
    int n = weights.length;
    // Five standard deviations; the fourth moment of a normal number is 3 variance^2.
    assertThat(Math.abs(sum / n)).isLessThanOrEqualTo(5 * Math.sqrt(variance / n));
    assertThat(Math.abs(squares / n - variance))
        .isLessThanOrEqualTo(5 * variance * Math.sqrt(2.0 / n));
    if (initializer.name().endsWith("UNIFORM")) {
      double limit = Math.sqrt(3 * variance);
      assertThat(greatest).isBetween(0.999 * limit, limit * (1 + 1e-7));
    }
  }

  @Test
  void aLayersWeightsDoNotDependOnTheOthers() {
    Network one = Network.builder(4).layer(5, new Relu()).layer(6, new Relu()).seed(3).build();
    Network other =
        Network.builder(9)
            .layer(5, new Identity(), Initializer.ZEROS)
            .layer(6, new Relu())
            .layer(2, new Tanh())
            .seed(3)
            .build();
    assertThat(other.weights(1)).isEqualTo(one.weights(1));
    assertThat(one.weights(0)).isNotEqualTo(one.weights(1));
    assertThat(other.weights(0)).containsOnly(0);
  }

  @Test
  void biasesStartAtZero() {
    Network network = Network.builder(4).layer(5, new Relu()).seed(3).build();
    assertThat(network.biases(0)).containsOnly(0);
  }

  @Test
  void theReluFamilyTakesHe() {
    Set<String> family = Set.of("relu", "leaky_relu", "elu", "gelu", "gelu_tanh", "silu");
    for (Activation g : Activation.all()) {
      assertThat(Initializer.defaultFor(g))
          .isEqualTo(family.contains(g.id()) ? Initializer.HE_NORMAL : Initializer.GLOROT_NORMAL);
    }
  }

  private static double variance(Initializer initializer, int inputs, int units) {
    return switch (initializer) {
      case HE_NORMAL, HE_UNIFORM -> 2.0 / inputs;
      case GLOROT_NORMAL, GLOROT_UNIFORM -> 2.0 / (inputs + units);
      case LECUN_NORMAL, LECUN_UNIFORM -> 1.0 / inputs;
      case ZEROS -> 0;
    };
  }

  private static float[] weights(Initializer initializer, int inputs, int units, long seed) {
    return Network.builder(inputs)
        .layer(units, new Identity(), initializer)
        .seed(seed)
        .build()
        .weights(0);
  }
}
