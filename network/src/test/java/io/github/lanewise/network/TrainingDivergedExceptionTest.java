package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.CLASSIFIER;
import static io.github.lanewise.network.TrainerCases.LINE;
import static io.github.lanewise.network.TrainerCases.assertSameWeights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where numbers leave the range of floats, and what is left then. */
class TrainingDivergedExceptionTest {
  private static final float NAN = Float.NaN;
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  private final Trainer trainer = TrainerCases.classifierTrainer();

  @AfterEach
  void close() {
    trainer.close();
  }

  @Test
  void stopsBeforeTheWeightsChangeWhenTheCostIsNotFinite() {
    float before = trainer.step(3, X, 0, Y, 0);
    assertThat(before).isFinite();
    Network network = trainer.network();
    float[] poisoned = X.clone();
    poisoned[3] = NAN;
    for (int i = 0; i < 2; i++) {
      TrainingDivergedException diverged =
          (TrainingDivergedException) catchThrowable(() -> trainer.step(3, poisoned, 0, Y, 0));
      assertThat(diverged).hasMessage("step 2: the cost is NaN; the weights are unchanged");
      assertThat(diverged.step()).isEqualTo(2);
    }
    assertThat(trainer.steps()).isEqualTo(1);
    assertSameWeights(trainer.network(), network);
    assertThat(trainer.step(3, X, 0, Y, 0)).isFinite();
    assertThat(trainer.steps()).isEqualTo(2);
  }

  @Test
  void doesNotHandOutWeightsThatOverflowed() {
    Network tiny =
        Network.of(
            List.of(new Layer(1, 1, new Identity())),
            List.of(new float[] {1e-30f}),
            List.of(new float[] {0}));
    for (Optimizer optimizer : List.of(new Sgd(1), new Adam(1))) {
      try (Trainer diverging = Trainer.builder(tiny).loss(new Mse()).optimizer(optimizer).build()) {
        float[] x = {1e30f};
        float[] y = {1e9f};
        assertThat(diverging.network().weights(0)).containsExactly(1e-30f);
        assertThat(diverging.step(1, x, 0, y, 0)).isFinite();
        assertThatThrownBy(diverging::network)
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessage("step 1: the weights are not finite");
        assertThatThrownBy(() -> diverging.step(1, x, 0, y, 0))
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessageMatching("step 2: the cost is (NaN|Infinity); the weights are not finite");
        assertThat(diverging.steps()).isEqualTo(1);
      }
    }
  }

  @Test
  void anEpochEndsWithWeightsThatAreFinite() {
    // W[1] becomes -infinity in the first step; from then on ReLU turns it into 0.
    Layer hidden = new Layer(1, 1, new Relu());
    Network hiding =
        Network.of(
            List.of(hidden, new Layer(1, 1, new Identity())),
            List.of(new float[] {1e-20f}, new float[] {1}),
            List.of(new float[] {0}, new float[] {0}));
    float[] x = {1e20f, 1e20f, 1e20f};
    float[] y = {0, 0, 0};
    Trainer.Builder builder =
        Trainer.builder(hiding).loss(new Mae()).optimizer(new Sgd(1e19f)).batch(1);
    try (Trainer steps = builder.build();
        Trainer epochs = builder.build()) {
      for (int step = 0; step < 100; step++) {
        assertThat(steps.step(1, x, 0, y, 0)).isFinite();
      }
      assertThatThrownBy(steps::network)
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessage("step 100: the weights are not finite");
      TrainingDivergedException diverged =
          (TrainingDivergedException) catchThrowable(() -> epochs.epoch(3, x, 0, y, 0));
      assertThat(diverged).hasMessage("step 3: the weights are not finite");
      assertThat(diverged.step()).isEqualTo(3);
      assertThat(epochs.steps()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {1e22f, -1e22f})
  void anEpochEndsWithMomentsThatAreFinite(float x) {
    // The square of dW overflows: the weight would stand still for ever.
    for (Optimizer optimizer : List.of(new Adam(0.1f), new AdamW(0.1f))) {
      try (Trainer line = Trainer.builder(LINE).loss(new Mae()).optimizer(optimizer).build()) {
        assertThat(line.network().weights(0)).containsExactly(2);
        assertThat(line.step(1, new float[] {x}, 0, Y, 0)).isFinite();
        assertThatThrownBy(line::network)
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessage("step 1: what the optimizer keeps is not finite");
        assertThatThrownBy(() -> line.epoch(1, X, 0, Y, 0))
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessage("step 2: what the optimizer keeps is not finite");
      }
    }
  }

  @Test
  void keepsTheOptimizersStateWhenItStops() {
    try (Trainer clean =
        Trainer.builder(CLASSIFIER)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(0.1f))
            .batch(3)
            .threads(2)
            .sharing(TrainerCases.all(2))
            .build()) {
      for (int i = 0; i < 3; i++) {
        trainer.step(3, X, 0, Y, 0);
        clean.step(3, X, 0, Y, 0);
        assertThatThrownBy(() -> clean.step(1, new float[] {NAN, 0}, 0, Y, 0))
            .isInstanceOf(TrainingDivergedException.class);
      }
      assertSameWeights(clean.network(), trainer.network());
    }
  }

  @Test
  void stopsInAnyOfTheBatchesThatItAddsUp() {
    Trainer.Builder builder =
        TrainerCases.withEverySetting(
            Trainer.builder(CLASSIFIER)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(new Adam(0.1f))
                .keepGradients()
                .batch(1));
    float[] x = TrainerCases.x();
    try (Trainer clean = builder.build();
        Trainer poisoned = builder.threads(2).sharing(TrainerCases.all(2)).build()) {
      for (int i = 0; i < 3; i++) {
        clean.step(3, X, 0, Y, 0);
        for (int bad = 0; bad < 6; bad += 2) {
          x[bad] = NAN;
          assertThatThrownBy(() -> poisoned.step(3, x, 0, Y, 0))
              .isInstanceOf(TrainingDivergedException.class)
              .hasMessage("step %d: the cost is NaN; the weights are unchanged", i + 1);
          assertThatThrownBy(() -> poisoned.weightGradients(0))
              .isInstanceOf(IllegalStateException.class);
          x[bad] = X[bad];
        }
        poisoned.step(3, x, 0, Y, 0);
      }
      assertThat(poisoned.steps()).isEqualTo(3);
      assertSameWeights(poisoned.network(), clean.network());
    }
  }

  @Test
  void stopsWhenAGradientThatIsToBeClippedIsNotFinite() {
    Network zero = Network.of(LINE.layers(), List.of(new float[] {0}), List.of(new float[] {0}));
    float[] x = {3e38f, 3e38f};
    float[] y = {1, 1};
    Trainer.Builder builder =
        Trainer.builder(zero)
            .loss(new Mae())
            .optimizer(new Sgd(1))
            .batch(2)
            .threads(2)
            .sharing(TrainerCases.all(2));
    // Cost and slopes are 1, and their product with x overflows in the sum.
    try (Trainer byValue = builder.clipValue(1).build();
        Trainer byNorm = builder.clipNorm(1).build()) {
      for (Trainer clipping : List.of(byValue, byNorm)) {
        assertThatThrownBy(() -> clipping.step(2, x, 0, y, 0))
            .isInstanceOf(TrainingDivergedException.class)
            .hasMessage(
                "step 1: the gradient, or its norm, is not finite; the weights are unchanged");
        assertSameWeights(clipping.network(), zero);
        assertThat(clipping.step(2, X, 0, y, 0)).isFinite();
      }
    }
  }

  @Test
  void clipsValuesWhoseSquaresExceedAFloat() {
    Network zero = Network.of(LINE.layers(), List.of(new float[] {0}), List.of(new float[] {0}));
    try (Trainer byValue =
        Trainer.builder(zero).loss(new Mae()).optimizer(new Sgd(1)).clipValue(0.5f).build()) {
      byValue.step(1, new float[] {3e20f}, 0, new float[] {1}, 0);
      // The slope of |yhat - y| is -1, dW = -3e20.
      assertThat(byValue.network().weights(0)).containsExactly(0.5f);
    }
  }

  @Test
  void stopsWhenOnlyTheGradientOfTheLossIsNotFinite() {
    try (Trainer root =
        Trainer.builder(LINE)
            .loss(new SquareRoot())
            .optimizer(new Sgd(1))
            .threads(3)
            .sharing(TrainerCases.all(3))
            .batch(3)
            .build()) {
      // yhat = 2 x = y for the second sample: the square root of 0 has an infinite slope.
      assertThatThrownBy(() -> root.step(3, X, 0, new float[] {1, 4, 1}, 0))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessage("step 1: the gradient of the loss is not finite; the weights are unchanged");
      assertSameWeights(root.network(), LINE);
      assertThat(root.step(2, X, 0, new float[] {1, 1}, 0)).isFinite();
    }
  }
}
