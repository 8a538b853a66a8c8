package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.CLASSIFIER;
import static io.github.lanewise.network.TrainerCases.LINE;
import static io.github.lanewise.network.TrainerCases.assertSameWeights;
import static io.github.lanewise.network.TrainerCases.assertUntrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left of an epoch that does not come to its end, and what the next one is. */
class EpochTest {
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  private final Trainer trainer = TrainerCases.classifierTrainer();

  @AfterEach
  void close() {
    trainer.close();
  }

  @Test
  void stopsAtTheEdgeOfAStepWhenInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> trainer.epoch(4, X, 0, Y, 0))
          .isInstanceOf(CancellationException.class)
          .hasMessage("epoch: interrupted after 0 of 4 samples");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      Thread.interrupted();
    }
    assertUntrained(trainer.network());
    assertThat(trainer.epoch(4, X, 0, Y, 0)).isFinite();
  }

  @Test
  void endsTheStepInWhichItIsInterrupted() {
    Loss interrupting =
        new SquareRoot() {
          @Override
          public void backward(
              int outputs,
              int samples,
              float[] yhat,
              int yhatOffset,
              float[] y,
              int yOffset,
              float[] gradient,
              int gradientOffset) {
            Thread.currentThread().interrupt();
            super.backward(
                outputs, samples, yhat, yhatOffset, y, yOffset, gradient, gradientOffset);
          }
        };
    float[] y = {1, 1, 1, 1};
    try (Trainer line =
        Trainer.builder(LINE)
            .loss(interrupting)
            .optimizer(new Sgd(1e-3f))
            .batch(1)
            .accumulate(2)
            .build()) {
      assertThatThrownBy(() -> line.epoch(4, X, 0, y, 0))
          .isInstanceOf(CancellationException.class)
          .hasMessage("epoch: interrupted after 2 of 4 samples");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(line.steps()).isEqualTo(1);
      assertThat(line.network().weights(0)).isNotEqualTo(LINE.weights(0));
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void anEpochInterruptedBeforeItsFirstStepHasNotBegun() {
    List<Long> told = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epoch(long epoch, int samples, float cost) {
            told.add(epoch);
          }
        };
    Trainer.Builder builder =
        Trainer.builder(CLASSIFIER)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(0.1f))
            .batch(1);
    try (Trainer calm = builder.build();
        Trainer interrupted = builder.listener(listener).build()) {
      for (int epoch = 0; epoch < 3; epoch++) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> interrupted.epoch(4, X, 0, Y, 0))
            .isInstanceOf(CancellationException.class)
            .hasMessage("epoch: interrupted after 0 of 4 samples");
        assertThat(Thread.interrupted()).isTrue();
        float cost = calm.epoch(4, X, 0, Y, 0);
        assertThat(interrupted.epoch(4, X, 0, Y, 0)).isEqualTo(cost);
      }
      assertThat(told).containsExactly(1L, 2L, 3L);
      assertSameWeights(interrupted.network(), calm.network());
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void anEpochThatEndsInItsMiddleIsCounted() {
    List<Long> told = new ArrayList<>();
    boolean[] failing = {true};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(long step, int samples, float cost) {
            if (failing[0] && step == 2) {
              throw new UnsupportedOperationException("enough");
            }
          }

          @Override
          public void epoch(long epoch, int samples, float cost) {
            told.add(epoch);
          }
        };
    Trainer.Builder builder =
        Trainer.builder(LINE).loss(new Mse()).optimizer(new Sgd(1e-3f)).batch(1);
    try (Trainer line = builder.listener(listener).build()) {
      assertThatThrownBy(() -> line.epoch(4, X, 0, Y, 0)).hasMessage("enough");
      failing[0] = false;
      line.epoch(4, X, 0, Y, 0);
      assertThat(line.steps()).isEqualTo(6);
    }
    assertThat(told).containsExactly(2L);
  }
}
