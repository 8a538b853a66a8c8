package io.github.lanewise.network;

import static io.github.lanewise.network.TrainerCases.CLASSIFIER;
import static io.github.lanewise.network.TrainerCases.LINE;
import static io.github.lanewise.network.TrainerCases.assertSameWeights;
import static io.github.lanewise.network.TrainerCases.assertUntrained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a trainer computes. */
class TrainerTest {
  private static final float NAN = Float.NaN;
  private static final float[] X = TrainerCases.x();
  private static final float[] Y = TrainerCases.y();

  private final Trainer trainer = TrainerCases.classifierTrainer();

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
    assertUntrained(trainer.network());
  }

  @Test
  void letsGoOfTheArraysOfItsCaller() throws InterruptedException {
    assertLetsGo((x, y) -> trainer.step(3, x, 0, y, 0));
    assertLetsGo((x, y) -> trainer.cost(3, x, 0, y, 0));
    assertLetsGo((x, y) -> trainer.gradients(3, x, 0, y, 0));
    assertLetsGo((x, y) -> trainer.epoch(4, x, 0, y, 0));
    assertLetsGo((x, y) -> trainer.evaluate(4, x, 0, y, 0));
    assertLetsGo((x, y) -> {
      x[0] = NAN;
      assertThatThrownBy(() -> trainer.step(3, x, 0, y, 0))
          .isInstanceOf(TrainingDivergedException.class);
    });
  }

  private static void assertLetsGo(BiConsumer<float[], float[]> use) throws InterruptedException {
    for (WeakReference<float[]> array : arraysAfter(use)) {
      for (int i = 0; i < 1_000 && array.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }
      assertThat(array.get()).isNull();
    }
  }

  private static List<WeakReference<float[]>> arraysAfter(BiConsumer<float[], float[]> use) {
    float[] x = TrainerCases.x();
    float[] y = TrainerCases.y();
    use.accept(x, y);
    return List.of(new WeakReference<>(x), new WeakReference<>(y));
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
              .sharing(TrainerCases.all(batch % 3 + 1))
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
    float[] x = {-3, -1, 0, 2, NAN};
    float[] y = {0, 1, 1, 1, 0};
    for (Loss loss : List.of(new BinaryCrossEntropy(), new Mse())) {
      try (Trainer binary =
          Trainer.builder(sigmoid).loss(loss).optimizer(new Sgd(1)).batch(4).build()) {
        // right, wrong, right, right, NaN is no class
        assertThat(binary.evaluate(5, x, 0, y, 0).accuracy()).isEqualTo(0.6);
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
    assertUntrained(CLASSIFIER);
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
  void saysHowLargeItsBuffersAre() {
    Network network = Network.builder(784).layer(512, new Relu()).layer(10, new Softmax()).build();
    Trainer.Builder builder =
        Trainer.builder(network)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Adam(0.1f))
            .batch(32);
    try (Trainer large = builder.build();
        Trainer told = builder.sharing(TrainerCases.all(1)).build()) {
      // Parameters, gradients and two moments; A[0], A[1], Z[2]; two of dZ; targets and losses.
      long needed = 4 * network.parameterCount() + 32 * (784 + 512 + 10 + 2 * 512 + 1 + 1);
      assertThat(told.bufferBytes()).isBetween(4 * needed, 4 * (needed + 11 * 15));
      // For each of 0 to 32 samples, threads that learn and threads that do not, a short each.
      long before = large.bufferBytes();
      assertThat(before).isEqualTo(told.bufferBytes() + 33 * 2 * 2);
      for (int samples : new int[] {70, 3, 70}) {
        large.epoch(samples, new float[784 * samples], 0, new float[samples], 0);
        assertThat(large.bufferBytes()).isEqualTo(before + 4 * 70);
      }
      large.evaluate(70, new float[784 * 70], 0, new float[70], 0);
      assertThat(large.bufferBytes()).isEqualTo(before + 4 * 70);
    }
  }
}
