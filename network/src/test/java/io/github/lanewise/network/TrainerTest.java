package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final float NAN = Float.NaN;
  private static final Network CLASSIFIER =
      Network.builder(2).layer(4, new Tanh()).layer(3, new Softmax()).seed(1).build();
  private static final Network LINE =
      Network.of(
          List.of(new Layer(1, 1, new Identity())),
          List.of(new float[] {2}),
          List.of(new float[] {0}));
  private static final float[] X = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final float[] Y = {0, 1, 2, 0};

  private final Trainer trainer =
      Trainer.builder(CLASSIFIER)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(new Adam(0.1f))
          .batch(3)
          .build();

  @AfterEach
  void close() {
    trainer.close();
  }

  @Test
  void doesNothingForABatchOfZero() {
    assertThat(trainer.step(0, X, 8, Y, 4)).isZero();
    assertThat(trainer.cost(0, X, 0, Y, 0)).isZero();
    assertThat(trainer.gradients(0, X, 0, Y, 0)).isZero();
    assertThat(trainer.epoch(0, X, 0, Y, 0)).isZero();
    assertThat(trainer.evaluate(0, X, 0, Y, 0)).isEqualTo(new Evaluation(0, 0));
    assertThat(trainer.fit(0, X, Y)).isZero();
    assertThat(trainer.fit(2, new float[0], new float[0])).isZero();
    assertThat(trainer.steps()).isZero();
    assertUnchanged();
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
    assertUnchanged();
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
    assertUnchanged();
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
        () -> builder.loss(new SoftmaxCrossEntropy()).batch(Integer.MAX_VALUE).build(),
        IllegalArgumentException.class,
        "trainer: buffers must be <= 2147483639 elements,"
            + " got at least 4294967360 (parameters=27)");
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
  void keepsTheOptimizersStateWhenItStops() {
    try (Trainer clean =
        Trainer.builder(CLASSIFIER)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(0.1f))
            .batch(3)
            .threads(2)
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
  void stopsWhenOnlyTheGradientOfTheLossIsNotFinite() {
    try (Trainer root =
        Trainer.builder(LINE)
            .loss(new SquareRoot())
            .optimizer(new Sgd(1))
            .threads(3)
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

  @Test
  void takesALossOfTheUsersOwn() {
    try (Trainer root =
        Trainer.builder(LINE).loss(new SquareRoot()).optimizer(new Sgd(1)).build()) {
      // |2 * 3 - 2|^0.5 = 2, slope 1/4, dW = 3/4
      assertThat(root.gradients(1, X, 2, new float[] {2}, 0)).isEqualTo(2);
      assertThat(root.weightGradients(0)).containsExactly(0.75f);
      assertThat(root.biasGradients(0)).containsExactly(0.25f);
    }
  }

  @Test
  void hasNoGradientsBeforeItsFirstStep() {
    rejects(
        () -> trainer.weightGradients(0),
        IllegalStateException.class,
        "weightGradients: there are no gradients yet; call step or gradients first");
    rejects(
        () -> trainer.biasGradients(1),
        IllegalStateException.class,
        "biasGradients: there are no gradients yet; call step or gradients first");
    trainer.step(3, X, 0, Y, 0);
    assertThat(trainer.weightGradients(0)).hasSize(8);
    assertThat(trainer.biasGradients(1)).hasSize(3);
    assertThatThrownBy(() -> trainer.weightGradients(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void stepsThroughAnEpochInBatches() {
    float cost = trainer.epoch(4, X, 0, Y, 0);
    assertThat(cost).isFinite();
    assertThat(trainer.steps()).isEqualTo(2);
    trainer.fit(3, X, Y);
    assertThat(trainer.steps()).isEqualTo(8);
  }

  @Test
  void weighsTheCostsOfAnEpochByTheirSamples() {
    // A learning rate too small to change a weight: the mean over the epoch is that over the data.
    try (Trainer still =
        Trainer.builder(LINE).loss(new Mse()).optimizer(new Sgd(1e-30f)).batch(3).build()) {
      float[] y = {2, 5, 8, 12}; // errors 0, -1, -2, -4
      assertThat(still.epoch(4, X, 0, y, 0)).isEqualTo((0 + 1 + 4 + 16) / 4f);
      assertThat(still.evaluate(4, X, 0, y, 0).meanLoss()).isEqualTo(21 / 4.0);
    }
  }

  @Test
  void evaluatesTheSameWhateverTheBatch() {
    List<Evaluation> evaluations = new ArrayList<>();
    float[] x = new float[2 * 50];
    float[] y = new float[50];
    for (int j = 0; j < 50; j++) {
      x[2 * j] = j * 0.1f - 2;
      x[2 * j + 1] = 3 - j * 0.2f;
      y[j] = j % 3;
    }
    for (int batch : new int[] {1, 3, 50, 64}) {
      try (Trainer other =
          Trainer.builder(CLASSIFIER)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Sgd(1))
              .l2(5)
              .batch(batch)
              .threads(batch % 3 + 1)
              .build()) {
        evaluations.add(other.evaluate(50, x, 0, y, 0));
      }
    }
    assertThat(evaluations).allMatch(evaluations.get(0)::equals);
    Predictor predictor = CLASSIFIER.predictor();
    int right = 0;
    double loss = 0;
    for (int j = 0; j < 50; j++) {
      float[] p = predictor.predict(x[2 * j], x[2 * j + 1]);
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      right += best == y[j] ? 1 : 0;
      loss -= Math.log(p[(int) y[j]]) / 50;
    }
    assertThat(evaluations.get(0).accuracy()).isEqualTo(right / 50.0);
    assertThat(Math.abs(evaluations.get(0).meanLoss() - loss)).isLessThan(1e-6);
  }

  @Test
  void countsOneOutputAsAClassFromAHalfOn() {
    Network sigmoid =
        Network.of(
            List.of(new Layer(1, 1, new Sigmoid())),
            List.of(new float[] {1}),
            List.of(new float[] {0}));
    float[] x = {-3, -1, 0, 2};
    float[] y = {0, 1, 1, 1};
    for (Loss loss : List.of(new BinaryCrossEntropy(), new Mse())) {
      try (Trainer binary =
          Trainer.builder(sigmoid).loss(loss).optimizer(new Sgd(1)).batch(4).build()) {
        assertThat(binary.evaluate(4, x, 0, y, 0).accuracy()).isEqualTo(0.75);
      }
    }
  }

  @Test
  void countsTheLargestOfSeveralOutputsAsTheClass() {
    Network identity =
        Network.of(
            List.of(new Layer(2, 2, new Identity())),
            List.of(new float[] {1, 0, 0, 1}),
            List.of(new float[] {0, 0}));
    float[] x = {1, 2, 2, 1, 3, 3, NAN, 0};
    float[] oneHot = {0, 1, 0, 1, 1, 0, 1, 0};
    try (Trainer trainer =
        Trainer.builder(identity).loss(new Mse()).optimizer(new Sgd(1)).build()) {
      // right, wrong, a tie goes to the first, NaN is no class
      assertThat(trainer.evaluate(4, x, 0, oneHot, 0).accuracy()).isEqualTo(0.5);
    }
  }

  @Test
  void scalesItsSamplesAsThePredictorDoes() {
    Scaler scaler = new Scaler(new float[] {4}, new float[] {0.5f});
    Network scaled =
        Network.of(LINE.layers(), List.of(LINE.weights(0)), List.of(LINE.biases(0)), scaler);
    try (Trainer trainer = Trainer.builder(scaled).loss(new Mse()).optimizer(new Sgd(1)).build()) {
      float yhat = scaled.predictor().predict(7)[0];
      assertThat(yhat).isEqualTo(3);
      assertThat(trainer.cost(1, new float[] {7}, 0, new float[] {1}, 0)).isEqualTo(4);
      assertThat(trainer.network().scaler()).contains(scaler);
    }
  }

  @Test
  void leavesTheCallersArraysAlone() {
    float[] x = X.clone();
    float[] y = Y.clone();
    trainer.fit(3, x, y);
    assertThat(x).isEqualTo(X);
    assertThat(y).isEqualTo(Y);
    assertUnchanged(CLASSIFIER);
  }

  @Test
  void snapshotsDoNotChange() {
    Network snapshot = trainer.network();
    assertSameWeights(snapshot, CLASSIFIER);
    trainer.step(3, X, 0, Y, 0);
    assertSameWeights(snapshot, CLASSIFIER);
    assertThat(trainer.network().weights(0)).isNotEqualTo(snapshot.weights(0));
  }

  @Test
  void takesAnotherLearningRateBetweenSteps() {
    try (Trainer line = Trainer.builder(LINE).loss(new Mse()).optimizer(new Sgd(0.5f)).build()) {
      assertThat(line.learningRate()).isEqualTo(0.5f);
      line.learningRate(0.25f);
      assertThat(line.learningRate()).isEqualTo(0.25f);
      // yhat = 2, y = 1: dW = 2
      line.step(1, X, 0, new float[] {1}, 0);
      assertThat(line.network().weights(0)).containsExactly(1.5f);
    }
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
    assertUnchanged();
    assertThat(trainer.epoch(4, X, 0, Y, 0)).isFinite();
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
                    "network: one thread at a time, and another one is inside;"
                        + " make one object per thread");
          }
        };
    try (Trainer line = Trainer.builder(LINE).loss(nosy).optimizer(new Sgd(1)).build()) {
      inside[0] = line;
      line.cost(1, X, 0, Y, 0);
      assertThat(line.network()).isNotNull();
    }
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
        Trainer.builder(LINE).loss(moody).optimizer(new Sgd(1)).threads(3).build()) {
      assertThatThrownBy(() -> line.step(3, X, 0, Y, 0))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("not today");
      assertSameWeights(line.network(), LINE);
      failing[0] = false;
      assertThat(line.step(3, X, 0, Y, 0)).isFinite();
    }
  }

  @Test
  void saysHowLargeItsBuffersAre() {
    Network network = Network.builder(784).layer(512, new Relu()).layer(10, new Softmax()).build();
    try (Trainer large =
        Trainer.builder(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(0.1f))
            .batch(32)
            .build()) {
      // Parameters, gradients and two moments; A[0], A[1], Z[2]; two of dZ; targets and losses.
      long needed = 4 * network.parameterCount() + 32 * (784 + 512 + 10 + 2 * 512 + 1 + 1);
      assertThat(large.bufferBytes()).isBetween(4 * needed, 4 * (needed + 11 * 15));
    }
  }

  /** L = sqrt |yhat - y| of one output, with plain loops. */
  private static class SquareRoot implements Loss {
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
      for (int j = 0; j < samples; j++) {
        losses[lossesOffset + j] =
            (float) Math.sqrt(Math.abs(yhat[yhatOffset + j] - y[yOffset + j]));
      }
    }

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
      for (int j = 0; j < samples; j++) {
        float error = yhat[yhatOffset + j] - y[yOffset + j];
        gradient[gradientOffset + j] =
            (float) (Math.signum(error) / (2 * Math.sqrt(Math.abs(error))));
      }
    }
  }

  private void assertUnchanged() {
    assertUnchanged(trainer.network());
  }

  private static void assertUnchanged(Network network) {
    Network fresh = Network.builder(2).layer(4, new Tanh()).layer(3, new Softmax()).seed(1).build();
    assertSameWeights(network, fresh);
  }

  private static void assertSameWeights(Network network, Network wanted) {
    for (int layer = 0; layer < wanted.layers().size(); layer++) {
      assertThat(network.weights(layer)).isEqualTo(wanted.weights(layer));
      assertThat(network.biases(layer)).isEqualTo(wanted.biases(layer));
    }
  }

  private static void rejects(Runnable call, Class<?> type, String message) {
    assertThatThrownBy(call::run).isInstanceOf(type).hasMessage(message);
  }
}
