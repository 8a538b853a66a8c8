package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.assertSameWeights;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Elu;
import io.github.lanewise.kernels.Gelu;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Accumulated batches, clipped gradients and dropout: the bits of their plain definitions. */
class TrainerSettingsTest {
  private static final int INPUTS = 19;
  private static final int SAMPLES = 37;
  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final float[] X = x();
  private static final float[] Y = y();
  private static final Network NETWORK =
      Network.builder(INPUTS)
          .layer(33, new Relu())
          .layer(17, new Tanh())
          .layer(21, new Gelu())
          .layer(8, new Elu(0.7f))
          .layer(5, new Softmax())
          .seed(3)
          .build();

  /** An infinite limit stands for none. */
  record Settings(float l2, float clipValue, float clipNorm, float dropout) {
    Trainer.Builder builder(float learningRate) {
      Trainer.Builder builder =
          TrainerSettingsTest.builder(new Sgd(learningRate)).l2(l2).dropout(dropout).seed(11);
      if (clipValue < NONE) {
        builder.clipValue(clipValue);
      }
      return clipNorm < NONE ? builder.clipNorm(clipNorm) : builder;
    }

    ScalarTrainer plain(float learningRate) {
      ScalarTrainer plain = new ScalarTrainer(NETWORK, new SoftmaxCrossEntropy(), learningRate);
      plain.lambda = l2;
      plain.clipValue = clipValue;
      plain.clipNorm = clipNorm;
      plain.dropout = dropout;
      plain.seed = 11;
      return plain;
    }
  }

  static List<Settings> settings() {
    return List.of(
        new Settings(0, NONE, NONE, 0),
        new Settings(0.3f, NONE, NONE, 0),
        new Settings(0, 0.01f, NONE, 0),
        new Settings(0, NONE, 0.5f, 0),
        new Settings(0, 1e6f, 1e6f, 0),
        new Settings(0, NONE, NONE, 0.3f),
        new Settings(0.3f, 0.01f, 0.5f, 0.3f));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void stepsHaveTheBitsOfThePlainComputation(Settings settings) {
    for (int batch : new int[] {SAMPLES, 10, 1}) {
      for (int threads : new int[] {1, 2, 3, 7}) {
        ScalarTrainer plain = settings.plain(0.1f);
        Trainer.Builder builder =
            settings
                .builder(0.1f)
                .batch(batch)
                .accumulate((SAMPLES + batch - 1) / batch)
                .threads(threads)
                .sharing(TrainerCases.all(threads));
        try (Trainer trainer = builder.build()) {
          for (int step = 0; step < 4; step++) {
            float cost = plain.step(SAMPLES, X, Y);
            assertThat(trainer.step(SAMPLES, X, 0, Y, 0)).isEqualTo(cost);
          }
          Network trained = trainer.network();
          for (int layer = 0; layer < NETWORK.layers().size(); layer++) {
            assertThat(trained.weights(layer))
                .as("batch %d, threads %d, layer %d", batch, threads, layer)
                .isEqualTo(plain.weights(layer));
            assertThat(trained.biases(layer)).isEqualTo(plain.biases(layer));
          }
        }
      }
    }
  }

  @Test
  void accumulatedBatchesHaveTheBitsOfOneLargeBatch() {
    UnaryOperator<Trainer.Builder> all =
        builder -> builder.l2(0.1f).clipNorm(0.5f).clipValue(0.02f).dropout(0.4f).seed(5);
    for (Optimizer optimizer : List.of(new Sgd(0.1f, 0.9f, true), new Adam(0.01f))) {
      for (UnaryOperator<Trainer.Builder> settings :
          List.of(UnaryOperator.<Trainer.Builder>identity(), all)) {
        try (Trainer large = settings.apply(builder(optimizer)).batch(12).build();
            Trainer small =
                settings
                    .apply(builder(optimizer))
                    .batch(3)
                    .accumulate(4)
                    .threads(2)
                    .sharing(TrainerCases.all(2))
                    .build()) {
          for (int epoch = 0; epoch < 3; epoch++) {
            // Steps of 12, 12, 12 and 1.
            float cost = large.epoch(SAMPLES, X, 0, Y, 0);
            assertThat(small.epoch(SAMPLES, X, 0, Y, 0)).isEqualTo(cost);
          }
          assertThat(small.steps()).isEqualTo(large.steps()).isEqualTo(12);
          assertSameWeights(small.network(), large.network());
          assertThat(small.gradients(7, X, 0, Y, 0)).isEqualTo(large.gradients(7, X, 0, Y, 0));
          assertThat(small.weightGradients(1)).isEqualTo(large.weightGradients(1));
          assertThat(small.biasGradients(0)).isEqualTo(large.biasGradients(0));
          assertThat(small.cost(12, X, 0, Y, 0)).isEqualTo(large.cost(12, X, 0, Y, 0));
        }
      }
    }
  }

  @Test
  void equalBatchesAddUpToTheMeanOfTheirGradients() {
    float[] x = new float[4 * 8 * INPUTS];
    float[] y = new float[4 * 8];
    for (int batch = 0; batch < 4; batch++) {
      System.arraycopy(X, 0, x, batch * 8 * INPUTS, 8 * INPUTS);
      System.arraycopy(Y, 0, y, batch * 8, 8);
    }
    try (Trainer once = builder(new Sgd(1)).batch(8).build();
        Trainer fourTimes = builder(new Sgd(1)).batch(8).accumulate(4).build()) {
      once.gradients(8, X, 0, Y, 0);
      fourTimes.gradients(32, x, 0, y, 0);
      float[] wanted = once.weightGradients(2);
      float[] mean = fourTimes.weightGradients(2);
      for (int i = 0; i < wanted.length; i++) {
        assertThat(Math.abs(mean[i] - wanted[i])).isLessThan(1e-6f);
      }
    }
  }

  @Test
  void clippedGradientsKeepTheirDirectionAndTheLimits() {
    try (Trainer free = builder(new Sgd(0.1f)).batch(SAMPLES).keepGradients().build();
        Trainer byNorm =
            builder(new Sgd(0.1f)).batch(SAMPLES).keepGradients().clipNorm(0.25f).build();
        Trainer byValue =
            builder(new Sgd(0.1f)).batch(SAMPLES).keepGradients().clipValue(0.01f).build()) {
      for (Trainer trainer : List.of(free, byNorm, byValue)) {
        trainer.step(SAMPLES, X, 0, Y, 0);
      }
      double norm = norm(free);
      assertThat(norm).isGreaterThan(0.5);
      assertThat(Math.abs(norm(byNorm) - 0.25)).isLessThan(1e-6);
      float[] wanted = free.weightGradients(0);
      float[] scaled = byNorm.weightGradients(0);
      float[] limited = byValue.weightGradients(0);
      boolean limits = false;
      for (int i = 0; i < wanted.length; i++) {
        assertThat(Math.abs(scaled[i] - wanted[i] * 0.25 / norm)).isLessThan(1e-7);
        assertThat(limited[i]).isEqualTo(Math.clamp(wanted[i], -0.01f, 0.01f));
        limits |= limited[i] != wanted[i];
      }
      assertThat(limits).isTrue();
    }
  }

  @Test
  void gradientsAreNotClipped() {
    try (Trainer free = builder(new Sgd(0.1f)).batch(SAMPLES).build();
        Trainer clipping =
            builder(new Sgd(0.1f)).batch(SAMPLES).clipNorm(1e-3f).clipValue(1e-3f).build()) {
      free.gradients(SAMPLES, X, 0, Y, 0);
      clipping.gradients(SAMPLES, X, 0, Y, 0);
      assertThat(clipping.weightGradients(1)).isEqualTo(free.weightGradients(1));
    }
  }

  @Test
  void dropsUnitsInStepsOnly() {
    try (Trainer whole = builder(new Sgd(0.1f)).batch(SAMPLES).build();
        Trainer dropping = builder(new Sgd(0.1f)).batch(SAMPLES).dropout(0.5f).build()) {
      float cost = whole.cost(SAMPLES, X, 0, Y, 0);
      Evaluation evaluation = whole.evaluate(SAMPLES, X, 0, Y, 0);
      for (int i = 0; i < 2; i++) {
        assertThat(dropping.cost(SAMPLES, X, 0, Y, 0)).isEqualTo(cost);
        assertThat(dropping.evaluate(SAMPLES, X, 0, Y, 0)).isEqualTo(evaluation);
        assertThat(dropping.gradients(SAMPLES, X, 0, Y, 0)).isNotEqualTo(cost);
      }
      assertThat(dropping.step(SAMPLES, X, 0, Y, 0)).isNotEqualTo(cost);
    }
  }

  @Test
  void dropsUnitsOfTheLayersThatAreNamed() {
    try (Trainer first = builder(new Sgd(0.1f)).batch(SAMPLES).dropout(0, 0.5f).build();
        Trainer allButTheFirst =
            builder(new Sgd(0.1f)).batch(SAMPLES).dropout(0.5f).dropout(0, 0).build();
        Trainer whole = builder(new Sgd(0.1f)).batch(SAMPLES).dropout(0.5f).dropout(0).build()) {
      // A unit of the first layer that no sample keeps... is rare; one that is dropped has no
      // slope.
      first.gradients(1, X, 0, Y, 0);
      allButTheFirst.gradients(1, X, 0, Y, 0);
      whole.gradients(1, X, 0, Y, 0);
      long kept = nonZero(whole.biasGradients(0));
      assertThat(nonZero(first.biasGradients(0))).isLessThan(kept);
      assertThat(nonZero(first.biasGradients(1))).isEqualTo(17);
      assertThat(nonZero(allButTheFirst.biasGradients(0))).isEqualTo(kept);
      assertThat(nonZero(allButTheFirst.biasGradients(1))).isLessThan(17);
      assertThat(nonZero(allButTheFirst.biasGradients(4))).isEqualTo(5);
    }
  }

  @Test
  void dropsOtherUnitsInEveryStepAndForEverySeed() {
    List<float[]> gradients = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      try (Trainer trainer =
          builder(new Sgd(1e-30f))
              .batch(SAMPLES)
              .keepGradients()
              .dropout(0.5f)
              .seed(seed)
              .build()) {
        for (int step = 0; step < 2; step++) {
          trainer.step(SAMPLES, X, 0, Y, 0);
          gradients.add(trainer.weightGradients(1));
        }
      }
    }
    assertThat(gradients.get(0)).isEqualTo(gradients.get(2)).isNotEqualTo(gradients.get(1));
    assertThat(gradients.get(1)).isEqualTo(gradients.get(3));
    assertThat(gradients.get(4)).isNotEqualTo(gradients.get(0));
  }

  private static double norm(Trainer trainer) {
    double sum = 0;
    for (int layer = 0; layer < NETWORK.layers().size(); layer++) {
      for (float[] d : List.of(trainer.weightGradients(layer), trainer.biasGradients(layer))) {
        for (float value : d) {
          sum += (double) value * value;
        }
      }
    }
    return Math.sqrt(sum);
  }

  private static long nonZero(float... values) {
    long count = 0;
    for (float value : values) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }

  private static Trainer.Builder builder(Optimizer optimizer) {
    return Trainer.builder(NETWORK).loss(new SoftmaxCrossEntropy()).optimizer(optimizer);
  }

  private static float[] x() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    float[] x = new float[SAMPLES * INPUTS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] y() {
    float[] y = new float[SAMPLES];
    for (int j = 0; j < SAMPLES; j++) {
      y[j] = j % 5;
    }
    return y;
  }
}
