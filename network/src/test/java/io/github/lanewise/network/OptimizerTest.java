package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  private static final int LENGTH = 37;

  static List<Optimizer> optimizers() {
    return List.of(
        new Sgd(0.01f),
        new Sgd(0.01f, 0.9f),
        new Sgd(0.01f, 0.9f, true),
        new Adam(0.001f),
        new Adam(0.01f, 0.5f, 0.75f, 1e-3f),
        new Adam(0.01f, 0, 0, 1e-6f),
        new AdamW(0.001f),
        new AdamW(0.01f, 0.1f));
  }

  @Test
  void everyPermittedClassIsTested() {
    assertThat(optimizers().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Optimizer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void firstStepIsWithinFourUlpOfTheDefinition(Optimizer optimizer) {
    var reference = new Reference(optimizer);
    float[] state = new float[2 * LENGTH];
    float[] w = gaussian(1, 1);
    float[] d = gaussian(2, 1);
    d[0] = 0;
    d[1] = 1e-30f;
    d[2] = optimizer.stateSlots() == 2 ? 1e18f : 1e30f; // Adam's squares must fit in a float
    double[] wanted = reference.step(d, DoubleOracle.widened(w));
    optimizer.update(1, LENGTH, 1, d, 0, state, 0, LENGTH, w, 0);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(Math.abs(w[i] - wanted[i]))
          .as("element %d, gradient %s", i, d[i])
          .isLessThanOrEqualTo(4 * (double) Math.ulp((float) wanted[i]));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stays1e4thNearTheDefinitionOver1000Steps(Optimizer optimizer) {
    var reference = new Reference(optimizer);
    float[] state = new float[2 * LENGTH];
    float[] w = gaussian(3, 1);
    double[] wanted = DoubleOracle.widened(w);
    for (int step = 1; step <= 1000; step++) {
      float[] d = gaussian(100 + step, 0.1);
      wanted = reference.step(d, wanted);
      optimizer.update(step, LENGTH, 1, d, 0, state, 0, LENGTH, w, 0);
    }
    double error = 0;
    double norm = 0;
    for (int i = 0; i < LENGTH; i++) {
      error += (w[i] - wanted[i]) * (w[i] - wanted[i]);
      norm += wanted[i] * wanted[i];
    }
    assertThat(Math.sqrt(error)).isLessThanOrEqualTo(1e-4 * Math.sqrt(norm));
  }

  @Test
  void adamMovesByTheLearningRateInItsFirstStep() {
    // mhat = d and vhat = d^2 exactly when the bias is corrected, so the step is lr * sign(d).
    float[] w = {0, 0, 0};
    float[] d = {0.5f, -8, 1e-3f};
    new Adam(0.25f, 0.9f, 0.999f, 1e-30f).update(1, 3, 1, d, 0, new float[6], 0, 3, w, 0);
    assertThat((double) w[0]).isCloseTo(-0.25, within4Ulp(0.25f));
    assertThat((double) w[1]).isCloseTo(0.25, within4Ulp(0.25f));
    assertThat((double) w[2]).isCloseTo(-0.25, within4Ulp(0.25f));
  }

  @Test
  void adamWDecaysBeforeItsStep() {
    float[] w = {2};
    new AdamW(0.5f, 0.25f).update(1, 1, 1, new float[] {0}, 0, new float[2], 0, 1, w, 0);
    assertThat(w).containsExactly(2 * (1 - 0.5f * 0.25f));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void touchesNothingOutsideItsRanges(Optimizer optimizer) {
    float[] gradient = filled(LENGTH + 4);
    float[] state = filled(2 * (LENGTH + 6));
    float[] parameters = filled(LENGTH + 4);
    Arrays.fill(state, 3, 3 + LENGTH, 0);
    Arrays.fill(state, 3 + LENGTH + 6, 3 + LENGTH + 6 + LENGTH, 0);
    System.arraycopy(gaussian(5, 1), 0, gradient, 2, LENGTH);
    System.arraycopy(gaussian(6, 1), 0, parameters, 1, LENGTH);
    optimizer.update(1, LENGTH, 1, gradient, 2, state, 3, LENGTH + 6, parameters, 1);
    assertThat(parameters[0]).isNaN();
    assertThat(Arrays.copyOfRange(parameters, 1, 1 + LENGTH)).doesNotContain(Float.NaN);
    assertThat(parameters[1 + LENGTH]).isNaN();
    assertThat(state[2]).isNaN();
    assertThat(state[3 + LENGTH]).isNaN();
    assertThat(state[3 + LENGTH + 5]).isNaN();
    assertThat(state[3 + LENGTH + 6 + LENGTH]).isNaN();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void takesAnotherLearningRateAndKeepsTheRest(Optimizer optimizer) {
    Optimizer faster = optimizer.withLearningRate(0.5f);
    assertThat(faster.learningRate()).isEqualTo(0.5f);
    assertThat(faster.withLearningRate(optimizer.learningRate())).isEqualTo(optimizer);
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 0, -1}) {
      assertThatThrownBy(() -> optimizer.withLearningRate(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(": learningRate must be finite and > 0, got learningRate=" + bad);
    }
  }

  static Stream<BadOptimizer> badOptimizers() {
    return Stream.of(
        new BadOptimizer(
            () -> new Sgd(0), "sgd: learningRate must be finite and > 0, got learningRate=0.0"),
        new BadOptimizer(() -> new Sgd(1, 1), "sgd: momentum must be in [0, 1), got momentum=1.0"),
        new BadOptimizer(
            () -> new Sgd(1, Float.NaN), "sgd: momentum must be in [0, 1), got momentum=NaN"),
        new BadOptimizer(
            () -> new Sgd(1, 0, true), "sgd: nesterov must have momentum > 0, got momentum=0.0"),
        new BadOptimizer(
            () -> new Adam(Float.NaN),
            "adam: learningRate must be finite and > 0, got learningRate=NaN"),
        new BadOptimizer(
            () -> new Adam(1, 1, 0, 1), "adam: beta1 must be in [0, 1), got beta1=1.0"),
        new BadOptimizer(
            () -> new Adam(1, 0, 1.5f, 1), "adam: beta2 must be in [0, 1), got beta2=1.5"),
        new BadOptimizer(
            () -> new Adam(1, 0, 0, 0), "adam: epsilon must be finite and > 0, got epsilon=0.0"),
        new BadOptimizer(
            () -> new AdamW(-1),
            "adamW: learningRate must be finite and > 0, got learningRate=-1.0"),
        new BadOptimizer(
            () -> new AdamW(1, -1, 0, 1, 0), "adamW: beta1 must be in [0, 1), got beta1=-1.0"),
        new BadOptimizer(
            () -> new AdamW(1, 0, 1, 1, 0), "adamW: beta2 must be in [0, 1), got beta2=1.0"),
        new BadOptimizer(
            () -> new AdamW(1, 0, 0, -1, 0),
            "adamW: epsilon must be finite and > 0, got epsilon=-1.0"),
        new BadOptimizer(
            () -> new AdamW(1, -1),
            "adamW: weightDecay must be finite and >= 0, got weightDecay=-1.0"),
        new BadOptimizer(
            () -> new AdamW(10, 5),
            "adamW: learningRate * weightDecay must be <= 1,"
                + " got weightDecay=5.0 (learningRate=10.0)"),
        new BadOptimizer(
            () -> new AdamW(0.5f, 2).withLearningRate(0.75f),
            "adamW: learningRate * weightDecay must be <= 1,"
                + " got weightDecay=2.0 (learningRate=0.75)"));
  }

  @ParameterizedTest
  @MethodSource("badOptimizers")
  void rejectsConstantsOutsideTheirRange(BadOptimizer bad) {
    assertThatThrownBy(bad.make()::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bad.message());
  }

  record BadOptimizer(Runnable make, String message) {}

  /** The published formulas in double precision. */
  private static final class Reference {
    private final Optimizer optimizer;
    private final double[] first = new double[LENGTH];
    private final double[] second = new double[LENGTH];
    private int t;

    Reference(Optimizer optimizer) {
      this.optimizer = optimizer;
    }

    double[] step(float[] d, double[] w) {
      t++;
      double[] next = new double[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        next[i] =
            switch (optimizer) {
              case Sgd sgd -> {
                first[i] = sgd.momentum() * first[i] + d[i];
                double direction = sgd.nesterov() ? d[i] + sgd.momentum() * first[i] : first[i];
                yield w[i] - sgd.learningRate() * direction;
              }
              case Adam adam ->
                  w[i]
                      - adam.learningRate()
                          * direction(i, d[i], adam.beta1(), adam.beta2(), adam.epsilon());
              case AdamW adam ->
                  w[i] * (1 - (double) adam.learningRate() * adam.weightDecay())
                      - adam.learningRate()
                          * direction(i, d[i], adam.beta1(), adam.beta2(), adam.epsilon());
            };
      }
      return next;
    }

    private double direction(int i, double d, double beta1, double beta2, double epsilon) {
      first[i] = beta1 * first[i] + (1 - beta1) * d;
      second[i] = beta2 * second[i] + (1 - beta2) * d * d;
      double firstHat = first[i] / (1 - Math.pow(beta1, t));
      double secondHat = second[i] / (1 - Math.pow(beta2, t));
      return firstHat / (Math.sqrt(secondHat) + epsilon);
    }
  }

  private static org.assertj.core.data.Offset<Double> within4Ulp(float value) {
    return org.assertj.core.data.Offset.offset(4 * (double) Math.ulp(value));
  }

  private static float[] gaussian(long seed, double scale) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    float[] values = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
