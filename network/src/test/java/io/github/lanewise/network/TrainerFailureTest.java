package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.CLASSIFIER;
import static io.github.lanewise.network.TrainerCases.LINE;
import static io.github.lanewise.network.TrainerCases.assertSameWeights;
import static io.github.lanewise.network.TrainerCases.assertUntrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lanewise.network.internal.Shuffle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a trainer refuses, and that it is as it was before. */
class TrainerFailureTest {
  private static final float NAN = Float.NaN;
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  private final Trainer trainer = TrainerCases.classifierTrainer();

  @AfterEach
  void close() {
    trainer.close();
  }

  @Test
  void rejectsBadCallsAndChangesNothing() {
    rejects(
        () -> trainer.step(4, X, 0, Y, 0),
        IllegalArgumentException.class,
        "step: batch must be in 0..3, got batch=4");
    rejects(
        () -> trainer.cost(-1, X, 0, Y, 0),
        IllegalArgumentException.class,
        "cost: batch must be in 0..3, got batch=-1");
    rejects(
        () -> trainer.gradients(4, X, 0, Y, 0),
        IllegalArgumentException.class,
        "gradients: batch must be in 0..3, got batch=4");
    rejects(
        () -> trainer.epoch(-1, X, 0, Y, 0),
        IllegalArgumentException.class,
        "epoch: samples must be >= 0, got samples=-1");
    rejects(
        () -> trainer.step(3, X, 3, Y, 0),
        IndexOutOfBoundsException.class,
        "step: x must hold 6 elements from xOffset on, got xOffset=3 (x.length=8)");
    rejects(
        () -> trainer.step(3, X, 0, Y, -1),
        IndexOutOfBoundsException.class,
        "step: y must hold 3 elements from yOffset on, got yOffset=-1 (y.length=4)");
    rejects(
        () -> trainer.epoch(Integer.MAX_VALUE, X, 0, Y, 0),
        IndexOutOfBoundsException.class,
        "epoch: x must hold 4294967294 elements from xOffset on, got xOffset=0 (x.length=8)");
    rejects(
        () -> trainer.evaluate(5, new float[10], 0, Y, 0),
        IndexOutOfBoundsException.class,
        "evaluate: y must hold 5 elements from yOffset on, got yOffset=0 (y.length=4)");
    rejects(() -> trainer.step(1, null, 0, Y, 0), NullPointerException.class, "x");
    rejects(() -> trainer.step(1, X, 0, null, 0), NullPointerException.class, "y");
    rejects(() -> trainer.epoch(1, null, 0, Y, 0), NullPointerException.class, "x");
    rejects(() -> trainer.evaluate(1, X, 0, null, 0), NullPointerException.class, "y");
    rejects(() -> trainer.fit(1, null, Y), NullPointerException.class, "x");
    rejects(() -> trainer.fit(1, X, null), NullPointerException.class, "y");
    rejects(() -> trainer.fit(-1, null, null), NullPointerException.class, "x");
    rejects(() -> trainer.cost(-1, null, 0, null, 0), NullPointerException.class, "x");
    rejects(
        () -> trainer.fit(-1, X, Y),
        IllegalArgumentException.class,
        "fit: epochs must be >= 0, got epochs=-1");
    rejects(
        () -> trainer.fit(1, new float[7], Y),
        IllegalArgumentException.class,
        "fit: x must have a multiple of 2 values, got x.length=7");
    rejects(
        () -> trainer.fit(1, X, new float[3]),
        IllegalArgumentException.class,
        "fit: y must have 4 values for 4 samples, got y.length=3");
    rejects(
        () -> trainer.learningRate(NAN),
        IllegalArgumentException.class,
        "adam: learningRate must be finite and > 0, got learningRate=NaN");
    assertUntrained(trainer.network());
  }

  @Test
  void rejectsBadTargetsBeforeAnythingChanges() {
    float[] bad = {0, 1, 2, 3};
    String message =
        "softmaxCrossEntropy: target must be a class index in 0..2, got y=3.0 (sample %d)";
    rejects(
        () -> trainer.step(3, X, 2, bad, 1), IllegalArgumentException.class, message.formatted(2));
    // An epoch has two steps here; the sample is named as it lies in the data set.
    rejects(
        () -> trainer.epoch(4, X, 0, bad, 0), IllegalArgumentException.class, message.formatted(3));
    rejects(
        () -> trainer.evaluate(4, X, 0, bad, 0),
        IllegalArgumentException.class,
        message.formatted(3));
    assertThat(trainer.steps()).isZero();
    assertUntrained(trainer.network());
  }

  @Test
  void rejectsTargetsThatBecomeBadWithinAnEpoch() {
    for (float bad : new float[] {-30, 7, NAN}) {
      float[] y = Y.clone();
      Trainer.Builder builder =
          Trainer.builder(CLASSIFIER)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Sgd(0.1f))
              .batch(2);
      try (Trainer one = builder.build();
          Trainer writing =
              builder
                  .listener(
                      new TrainingListener() {
                        @Override
                        public void step(long step, int samples, float cost) {
                          Arrays.fill(y, bad);
                        }
                      })
                  .build()) {
        assertThatThrownBy(() -> writing.epoch(4, X, 0, y, 0))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith(
                "softmaxCrossEntropy: target must be a class index in 0..2, got y=" + bad);
        assertThat(writing.steps()).isEqualTo(1);
        int[] order = new Shuffle(0).order(0, 4);
        float[] x = {X[2 * order[0]], X[2 * order[0] + 1], X[2 * order[1]], X[2 * order[1] + 1]};
        one.step(2, x, 0, new float[] {Y[order[0]], Y[order[1]]}, 0);
        assertSameWeights(writing.network(), one.network());
      }
    }
  }

  @Test
  void rejectsBadSettings() {
    Trainer.Builder builder = Trainer.builder(CLASSIFIER);
    rejects(builder::build, IllegalStateException.class, "trainer: loss must be set");
    builder.loss(new BinaryCrossEntropy());
    rejects(builder::build, IllegalStateException.class, "trainer: optimizer must be set");
    builder.optimizer(new Sgd(1));
    rejects(
        builder::build,
        IllegalArgumentException.class,
        "binaryCrossEntropy: last activation must be sigmoid, got activation=softmax");
    for (int threads : new int[] {0, -1, 1025, 1_000_000}) {
      rejects(
          () -> builder.threads(threads),
          IllegalArgumentException.class,
          "trainer: threads must be in 1..1024, got threads=" + threads);
    }
    rejects(
        () -> builder.batch(0),
        IllegalArgumentException.class,
        "trainer: batch must be >= 1, got batch=0");
    for (float l2 : new float[] {NAN, Float.POSITIVE_INFINITY, -1}) {
      rejects(
          () -> builder.l2(l2),
          IllegalArgumentException.class,
          "trainer: l2 must be finite and >= 0, got l2=" + l2);
    }
    rejects(
        () -> builder.accumulate(0),
        IllegalArgumentException.class,
        "trainer: accumulate must be >= 1, got accumulate=0");
    for (float limit : new float[] {NAN, Float.POSITIVE_INFINITY, 0, -1}) {
      rejects(
          () -> builder.clipValue(limit),
          IllegalArgumentException.class,
          "trainer: clipValue must be finite and > 0, got clipValue=" + limit);
      rejects(
          () -> builder.clipNorm(limit),
          IllegalArgumentException.class,
          "trainer: clipNorm must be finite and > 0, got clipNorm=" + limit);
    }
    for (float rate : new float[] {NAN, -0.1f, 1}) {
      String message = "trainer: dropout must be in [0, 1), got dropout=" + rate;
      rejects(() -> builder.dropout(rate), IllegalArgumentException.class, message);
      rejects(() -> builder.dropout(0, rate), IllegalArgumentException.class, message);
    }
    for (int layer : new int[] {-1, 1, 2}) {
      rejects(
          () -> builder.dropout(layer, 0.5f),
          IllegalArgumentException.class,
          "trainer: dropout must be of a hidden layer, got layer=%d (hidden layers=1)"
              .formatted(layer));
    }
    rejects(() -> builder.listener(null), NullPointerException.class, "listener");
    rejects(
        () -> builder.loss(new SoftmaxCrossEntropy()).batch(Integer.MAX_VALUE).build(),
        IllegalArgumentException.class,
        "trainer: buffers must be <= 2147483639 elements,"
            + " got at least 4294967360 (parameters=27)");
  }

  @Test
  void hasNoGradientsBeforeItComputesThemOrAfterAStepThatDoesNotKeepThem() {
    rejectsGradients();
    trainer.gradients(3, X, 0, Y, 0);
    assertThat(trainer.weightGradients(0)).hasSize(8);
    assertThat(trainer.biasGradients(1)).hasSize(3);
    assertThatThrownBy(() -> trainer.weightGradients(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    trainer.step(3, X, 0, Y, 0);
    rejectsGradients();
  }

  private void rejectsGradients() {
    rejects(
        () -> trainer.weightGradients(0),
        IllegalStateException.class,
        "weightGradients: there are no gradients; call gradients, or step with keepGradients set");
    rejects(
        () -> trainer.biasGradients(1),
        IllegalStateException.class,
        "biasGradients: there are no gradients; call gradients, or step with keepGradients set");
  }

  @Test
  void isOfNoUseAfterCloseWhichMayBeRepeated() {
    trainer.close();
    trainer.close();
    List<Runnable> calls =
        List.of(
            () -> trainer.step(1, X, 0, Y, 0),
            () -> trainer.cost(1, X, 0, Y, 0),
            () -> trainer.gradients(1, X, 0, Y, 0),
            () -> trainer.epoch(1, X, 0, Y, 0),
            () -> trainer.fit(1, X, Y),
            () -> trainer.evaluate(1, X, 0, Y, 0),
            () -> trainer.weightGradients(0),
            () -> trainer.learningRate(1),
            trainer::network);
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith(": the trainer is closed");
    }
  }

  @Test
  void noticesASecondThreadInside() {
    Trainer[] inside = new Trainer[1];
    Loss nosy =
        new SquareRoot() {
          @Override
          public void checkTargets(int outputs, int samples, float[] y, int yOffset) {
            Throwable[] thrown = new Throwable[1];
            Thread other =
                Thread.ofPlatform()
                    .start(() -> thrown[0] = catchThrowable(() -> inside[0].network()));
            try {
              other.join();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            assertThat(thrown[0])
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                    "network: one call at a time, and another one is under way,"
                        + " on another thread (make one trainer per thread) or around this one (a"
                        + " listener, a loss)");
          }
        };
    try (Trainer line = Trainer.builder(LINE).loss(nosy).optimizer(new Sgd(1)).build()) {
      inside[0] = line;
      line.cost(1, X, 0, Y, 0);
      assertThat(line.network()).isNotNull();
    }
  }

  @Test
  void canBeClosedAfterAnErrorInALossesCheck() {
    Loss failing =
        new SquareRoot() {
          @Override
          public void checkTargets(int outputs, int samples, float[] y, int yOffset) {
            throw new AssertionError("not today");
          }
        };
    try (Trainer line = Trainer.builder(LINE).loss(failing).optimizer(new Sgd(1)).build()) {
      assertThatThrownBy(() -> line.step(1, X, 0, Y, 0)).hasMessage("not today");
      assertSameWeights(line.network(), LINE);
    }
  }

  @Test
  void refusesALossWithoutASensibleShape() {
    Loss negative =
        new SquareRoot() {
          @Override
          public int targetRows(int outputs) {
            return -1;
          }
        };
    rejects(
        () -> Trainer.builder(LINE).loss(negative).optimizer(new Sgd(1)).build(),
        IllegalArgumentException.class,
        "trainer: loss.targetRows must be >= 0, got targetRows=-1");
  }

  @Test
  void staysUsableWhenALossThrows() {
    boolean[] failing = {true};
    Loss moody =
        new SquareRoot() {
          @Override
          public void forward(
              int outputs,
              int samples,
              float[] yhat,
              int yhatOffset,
              float[] y,
              int yOffset,
              float[] losses,
              int lossesOffset) {
            if (failing[0]) {
              throw new UnsupportedOperationException("not today");
            }
            super.forward(outputs, samples, yhat, yhatOffset, y, yOffset, losses, lossesOffset);
          }
        };
    try (Trainer line =
        Trainer.builder(LINE)
            .loss(moody)
            .optimizer(new Sgd(1))
            .threads(3)
            .sharing(TrainerCases.all(3))
            .build()) {
      assertThatThrownBy(() -> line.step(3, X, 0, Y, 0))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("not today");
      assertSameWeights(line.network(), LINE);
      failing[0] = false;
      assertThat(line.step(3, X, 0, Y, 0)).isFinite();
    }
  }

  private static void rejects(Runnable call, Class<?> type, String message) {
    assertThatThrownBy(call::run).isInstanceOf(type).hasMessage(message);
  }
}
