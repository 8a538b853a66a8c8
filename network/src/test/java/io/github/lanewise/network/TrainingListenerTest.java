package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingListenerTest {
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  private final List<String> told = new ArrayList<>();

  private class Recorder implements TrainingListener {
    @Override
    public void step(long step, int samples, float cost) {
      told.add("step %d: %d, %s".formatted(step, samples, cost));
    }

    @Override
    public void epoch(long epoch, int samples, float cost) {
      told.add("epoch %d: %d, %s".formatted(epoch, samples, cost));
    }
  }

  @Test
  void isToldOfEveryStepAndEpoch() {
    try (Trainer trainer = builder().listener(new Recorder()).build()) {
      float first = trainer.step(2, X, 0, Y, 0);
      assertThat(told).containsExactly("step 1: 2, " + first);
      float cost = trainer.epoch(4, X, 0, Y, 0);
      assertThat(told).hasSize(4);
      assertThat(told.get(1)).startsWith("step 2: 3, ");
      assertThat(told.get(2)).startsWith("step 3: 1, ");
      assertThat(told.get(3)).isEqualTo("epoch 1: 4, " + cost);
      trainer.fit(2, X, Y);
      assertThat(told).hasSize(10);
      assertThat(told.getLast()).startsWith("epoch 3: 4, ");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 'step 1: 5, |step 2: 3, |epoch 1: 8, '", "3, 'step 1: 8, |epoch 1: 8, '"})
  void isToldOfALastBatchOfSeveralSamplesThatDoesNotFill(int accumulate, String expected) {
    try (Trainer trainer =
        Trainer.builder(TrainerCases.LINE)
            .loss(new Mse())
            .optimizer(new Sgd(1e-3f))
            .batch(5)
            .accumulate(accumulate)
            .listener(new Recorder())
            .build()) {
      trainer.epoch(8, X, 0, new float[8], 0);
    }
    String[] starts = expected.split("\\|");
    assertThat(told).hasSize(starts.length);
    for (int i = 0; i < starts.length; i++) {
      assertThat(told.get(i)).startsWith(starts[i]);
    }
  }

  @Test
  void isToldOfNothingElse() {
    try (Trainer trainer = builder().listener(new Recorder()).build()) {
      trainer.step(0, X, 0, Y, 0);
      trainer.epoch(0, X, 0, Y, 0);
      trainer.cost(3, X, 0, Y, 0);
      trainer.gradients(3, X, 0, Y, 0);
      trainer.evaluate(4, X, 0, Y, 0);
      float[] x = {Float.NaN, 0};
      assertThatThrownBy(() -> trainer.step(1, x, 0, Y, 0))
          .isInstanceOf(TrainingDivergedException.class);
    }
    assertThat(told).isEmpty();
  }

  @Test
  void mayListenToNothing() {
    try (Trainer trainer = builder().listener(new TrainingListener() {}).build()) {
      assertThat(trainer.fit(2, X, Y)).isFinite();
    }
  }

  @Test
  void mayUseTheTrainerBetweenEpochs() {
    Trainer[] trainer = new Trainer[1];
    List<Network> snapshots = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epoch(long epoch, int samples, float cost) {
            trainer[0].learningRate(trainer[0].learningRate() / 2);
            assertThat(trainer[0].evaluate(4, X, 0, Y, 0).meanLoss()).isFinite();
            snapshots.add(trainer[0].network());
          }

          @Override
          public void step(long step, int samples, float cost) {
            assertThat(trainer[0].steps()).isEqualTo(step);
            assertThat(trainer[0].learningRate()).isPositive();
            assertThatThrownBy(trainer[0]::network).isInstanceOf(IllegalStateException.class);
          }
        };
    trainer[0] = builder().listener(listener).build();
    try (Trainer halving = trainer[0]) {
      halving.fit(3, X, Y);
      assertThat(halving.learningRate()).isEqualTo(0.1f / 8);
    }
    assertThat(snapshots).hasSize(3);
  }

  @Test
  void endsAnEpochByThrowing() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(long step, int samples, float cost) {
            throw new UnsupportedOperationException("enough");
          }
        };
    try (Trainer trainer = builder().listener(listener).build()) {
      assertThatThrownBy(() -> trainer.epoch(4, X, 0, Y, 0))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("enough");
      assertThat(trainer.steps()).isEqualTo(1);
      assertThat(trainer.network()).isNotNull();
    }
  }

  private static Trainer.Builder builder() {
    return Trainer.builder(TrainerCases.CLASSIFIER)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(new Adam(0.1f))
        .batch(3);
  }
}
