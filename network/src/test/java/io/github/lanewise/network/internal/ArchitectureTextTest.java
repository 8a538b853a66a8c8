package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.ModelFormatException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTextTest {
  private static final long SEED = 77;

  @Test
  void writesSizesActivationsAndTheirParameters() {
    List<Layer> layers =
        List.of(new Layer(64, 128, new LeakyRelu()), new Layer(128, 10, Activation.of("identity")));
    assertThat(ArchitectureText.format(layers))
        .isEqualTo("64 -> 128 leaky_relu(slope=0.01) -> 10 identity");
  }

  @Test
  void everyActivationReadsBackWithAnyParameters() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    for (Activation standard : Activation.all()) {
      for (int i = 0; i < 1_000; i++) {
        Activation activation = withParameters(standard, random);
        List<Layer> layers = List.of(new Layer(1 + i, Integer.MAX_VALUE - i, activation));
        String text = ArchitectureText.format(layers);
        assertThat(ArchitectureText.parse(text)).as("seed " + SEED).isEqualTo(layers);
      }
    }
  }

  /** Any finite parameter of at least 0, subnormal ones too. */
  private static Activation withParameters(Activation standard, RandomGenerator random)
      throws ReflectiveOperationException {
    RecordComponent[] components = standard.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[components.length];
    Arrays.setAll(values, c -> Float.intBitsToFloat(random.nextInt(0x7f80_0000)));
    return standard.getClass().getConstructor(types).newInstance(values);
  }

  static Stream<Arguments> parameters() {
    String needed = "activation needs parameters [slope]";
    String form = "a parameter must be a finite float in its shortest form";
    return Stream.of(
        arguments("leaky_relu", needed, "leaky_relu"),
        arguments("leaky_relu()", needed, "leaky_relu()"),
        arguments("leaky_relu(0.5)", needed, "leaky_relu(0.5)"),
        arguments("leaky_relu(alpha=0.5)", needed, "leaky_relu(alpha=0.5)"),
        arguments("leaky_relu(slope=0.5,slope=0.5)", needed, "leaky_relu(slope=0.5,slope=0.5)"),
        arguments(
            "leaky_relu(slope=0.5",
            "parameters must end with a parenthesis",
            "leaky_relu(slope=0.5"),
        arguments("leaky_relu(slope=)", form, ""),
        arguments("leaky_relu(slope=0.50)", form, "0.50"),
        arguments("leaky_relu(slope=1)", form, "1"),
        arguments("leaky_relu(slope=0.5f)", form, "0.5f"),
        arguments("leaky_relu(slope=0x1p-3)", form, "0x1p-3"),
        arguments("leaky_relu(slope=1e999)", form, "1e999"),
        arguments("leaky_relu(slope=Infinity)", form, "Infinity"),
        arguments("leaky_relu(slope=NaN)", form, "NaN"),
        arguments("leaky_relu(slope= 0.5)", form, " 0.5"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void rejectsParametersThatAreNotInTheirForm(String activation, String rule, String got) {
    assertThatThrownBy(() -> ArchitectureText.parse("1 -> 1 " + activation))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("architecture: " + rule + ", got \"" + got + "\"");
  }

  @Test
  void saysWhatTheActivationHasAgainstAParameter() {
    assertThatThrownBy(() -> ArchitectureText.parse("1 -> 1 leaky_relu(slope=-0.5)"))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("architecture: leaky_relu: slope must be finite and >= 0, got slope=-0.5");
  }
}
