package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.lanewise.kernels.Activation.DerivativeInput;
import io.github.lanewise.testing.AllocationMeter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every activation keeps to. */
class ActivationTest {

  static List<Activation> activations() {
    return Activation.all();
  }

  static List<ScalarDefinition> definitions() {
    return Activation.all().stream().map(ScalarDefinition::of).flatMap(Optional::stream).toList();
  }

  @Test
  void allHoldsOneOfEachPermittedClass() {
    assertThat(Activation.all())
        .extracting(activation -> (Object) activation.getClass())
        .containsExactly((Object[]) Activation.class.getPermittedSubclasses());
    assertThat(Activation.all()).extracting(Activation::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("activations")
  void ofFindsItByItsId(Activation activation) {
    assertThat(Activation.of(activation.id())).isEqualTo(activation);
    assertThat(activation.id()).matches("[a-z]+(_[a-z]+)*");
  }

  @Test
  void ofListsTheKnownIdsWhenItFindsNone() {
    String known = Activation.all().stream().map(Activation::id).collect(Collectors.joining(", "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Activation.of("Relu"))
        .withMessage("activation: id must be one of " + known + ", got id=Relu");
    assertThatNullPointerException().isThrownBy(() -> Activation.of(null)).withMessage("id");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void nanStaysNan(ScalarDefinition definition) {
    assertThat(definition.forward(Float.NaN)).isNaN();
    assertThat(definition.backward(Float.NaN, 0.25f)).isNaN();
    if (!(definition.activation() instanceof Identity)) {
      assertThat(definition.backward(1f, Float.NaN)).isNaN();
    }
  }

  @Test
  void zerosAndInfinitiesAreAsDocumented() {
    float infinity = Float.POSITIVE_INFINITY;
    assertBits(new Relu(), -0f, 0f);
    assertBits(new Relu(), -infinity, 0f);
    assertBits(new Relu(), infinity, infinity);
    assertBits(new LeakyRelu(), -0f, -0f);
    assertBits(new LeakyRelu(), -infinity, -infinity);
    assertBits(new Identity(), -0f, -0f);
    assertBits(new Elu(), -0f, -0f);
    assertBits(new Elu(1.7f), -infinity, -1.7f);
    assertBits(new Elu(), infinity, infinity);
    assertBits(new Sigmoid(), -infinity, 0f);
    assertBits(new Sigmoid(), infinity, 1f);
    assertBits(new Tanh(), -0f, -0f);
    assertBits(new Tanh(), -infinity, -1f);
    assertBits(new Softplus(), -infinity, 0f);
    assertBits(new Softplus(), infinity, infinity);
    for (Activation activation : List.of(new Gelu(), new GeluTanh(), new Silu())) {
      assertBits(activation, infinity, infinity);
    }
  }

  /** Central differences of forward, with h small enough for 2e-4 and large enough for floats. */
  @ParameterizedTest
  @MethodSource("definitions")
  void backwardIsTheSlopeOfForward(ScalarDefinition definition) {
    float h = 1f / 64f;
    boolean fromOutput = definition.activation().derivativeInput() == DerivativeInput.OUTPUT;
    for (float z = -8f; z < 8f; z += 2f * h) {
      float slope = (definition.forward(z + h) - definition.forward(z - h)) / (2f * h);
      float saved = fromOutput ? definition.forward(z) : z;
      if (Math.abs(z) > h) {
        assertThat(definition.backward(1f, saved) - slope)
            .as("%s at %s", definition, z)
            .isBetween(-2e-4f, 2e-4f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("activations")
  void saysWhetherItTakesElementsOneByOne(Activation activation) {
    float[] z = {-0.5f, 0.25f, 1f};
    float[] column = new float[3];
    float[] apart = new float[3];
    activation.forward(3, 1, z, 0, 3, column, 0, 3);
    activation.forward(1, 3, z, 0, 1, apart, 0, 1);
    assertThat(Arrays.equals(column, apart)).isEqualTo(activation.isElementwise());
  }

  @Test
  void defaultParametersAreTheUsualOnes() {
    assertThat(new LeakyRelu()).isEqualTo(new LeakyRelu(0.01f));
    assertThat(new Elu()).isEqualTo(new Elu(1f));
  }

  @ParameterizedTest
  @ValueSource(floats = {-0.01f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void parametersBelowZeroOrNotFiniteAreRefused(float value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LeakyRelu(value))
        .withMessage("leaky_relu: slope must be finite and >= 0, got slope=" + value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Elu(value))
        .withMessage("elu: alpha must be finite and >= 0, got alpha=" + value);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void doNothingWithoutElements(Activation activation) {
    float[] z = {1f, 2f};
    float[] a = {3f, 4f};
    activation.forward(0, 2, z, 0, 1, a, 0, 1);
    activation.forward(2, 0, z, 2, 2, a, 2, 2);
    activation.backward(0, 2, z, 0, 1, z, 0, 1, a, 0, 1);
    activation.backward(2, 0, z, 2, 2, z, 2, 2, a, 2, 2);
    assertThat(a).containsExactly(3f, 4f);
  }

  @Tag("measures")
  @ParameterizedTest
  @MethodSource("activations")
  void allocateNothingOnceWarm(Activation activation) {
    float[] z = new float[400];
    float[] a = new float[400];
    for (int i = 0; i < z.length; i++) {
      z[i] = i * 0.01f - 2f;
    }
    AllocationMeter meter = AllocationMeter.ofCaller();
    long bytes = 1;
    for (int round = 0; round < 200 && bytes != 0; round++) {
      meter.start();
      for (int call = 0; call < 1_000; call++) {
        activation.forward(37, 10, z, 0, 40, a, 0, 37);
        activation.backward(37, 10, z, 0, 40, z, 0, 40, a, 0, 37);
      }
      bytes = meter.bytes();
    }
    assertThat(bytes).isZero();
  }

  private static void assertBits(Activation activation, float z, float expected) {
    float actual = ScalarDefinition.of(activation).orElseThrow().forward(z);
    assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
  }
}
