package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.SoftmaxCrossEntropy.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
  private static final float MAX = Float.MAX_VALUE;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  static List<Loss> losses() {
    return List.of(
        new Mse(),
        new Mae(),
        new Huber(0.5f),
        new BinaryCrossEntropy(),
        new BinaryCrossEntropyWithLogits(),
        new SoftmaxCrossEntropy(Targets.CLASS_INDEX),
        new SoftmaxCrossEntropy(Targets.ONE_HOT));
  }

  @Test
  void mseIsTheMeanOfTheSquares() {
    float[] yhat = {1, 2, -1, 5};
    float[] y = {0, 4, -1, 2};
    assertThat(losses(new Mse(), 2, yhat, y)).containsExactly(2.5f, 4.5f);
    assertThat(gradient(new Mse(), 2, yhat, y)).containsExactly(1, -2, 0, 3);
  }

  @Test
  void maeIsTheMeanOfTheDistances() {
    float[] yhat = {1, 2, -1, 5};
    float[] y = {0, 4, -1, 2};
    assertThat(losses(new Mae(), 2, yhat, y)).containsExactly(1.5f, 1.5f);
    assertThat(gradient(new Mae(), 2, yhat, y)).containsExactly(0.5f, -0.5f, 0, 0.5f);
  }

  @Test
  void huberIsQuadraticNearAndLinearFar() {
    float[] yhat = {1, 2, -1, 5};
    float[] y = {0.5f, 4, -1, 2};
    // delta 1: 0.125, 2 - 0.5, 0, 3 - 0.5
    assertThat(losses(new Huber(), 2, yhat, y)).containsExactly(0.8125f, 1.25f);
    assertThat(gradient(new Huber(), 2, yhat, y)).containsExactly(0.25f, -0.5f, 0, 0.5f);
    // delta 2: 0.125, 2, 0, 2 (3 - 1)
    assertThat(losses(new Huber(2), 2, yhat, y)).containsExactly(1.0625f, 2);
  }

  @Test
  void binaryCrossEntropyAtZeroIsLogTwo() {
    double log2 = Math.log(2);
    for (float y : new float[] {0, 1, 0.5f}) {
      float loss = losses(new BinaryCrossEntropy(), 1, new float[] {0}, new float[] {y})[0];
      assertThat(Math.abs(loss - log2)).isLessThanOrEqualTo(2 * (double) Math.ulp((float) log2));
    }
    assertThat(gradient(new BinaryCrossEntropy(), 1, new float[] {0, 0}, new float[] {0, 1}))
        .containsExactly(0.5f, -0.5f);
  }

  @Test
  void binaryCrossEntropyStaysExactFarOut() {
    float[] z = {1e38f, -1e38f, 1e38f, -1e38f, 30, 100};
    float[] y = {1, 0, 0, 1, 1, 0};
    float[] losses = losses(new BinaryCrossEntropyWithLogits(), 1, z, y);
    assertThat(losses[0]).isZero();
    assertThat(losses[1]).isZero();
    assertThat(losses[2]).isEqualTo(1e38f);
    assertThat(losses[3]).isEqualTo(1e38f);
    assertThat((double) losses[4]).isBetween(Math.exp(-30) * 0.999999, Math.exp(-30) * 1.000001);
    assertThat(losses[5]).isEqualTo(100);
  }

  @Test
  void binaryCrossEntropyIsTheSameOnLogits() {
    float[] z = gaussian(60, 1);
    float[] y = new float[60];
    Arrays.fill(y, 0, 30, 1);
    assertThat(losses(new BinaryCrossEntropy(), 3, z, y))
        .isEqualTo(losses(new BinaryCrossEntropyWithLogits(), 3, z, y));
    assertThat(gradient(new BinaryCrossEntropy(), 3, z, y))
        .isEqualTo(gradient(new BinaryCrossEntropyWithLogits(), 3, z, y));
  }

  @Test
  void crossEntropyOfEqualLogitsIsTheLogOfTheClasses() {
    float[] z = {7, 7, 7, 7, -3, -3, -3, -3};
    assertThat(losses(new SoftmaxCrossEntropy(), 4, z, new float[] {0, 3}))
        .containsExactly((float) Math.log(4), (float) Math.log(4));
    assertThat(gradient(new SoftmaxCrossEntropy(), 4, z, new float[] {0, 3}))
        .containsExactly(-0.75f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, -0.75f);
  }

  @Test
  void crossEntropyOfAnIndexIsThatOfItsOneHotTarget() {
    float[] z = gaussian(5 * 40, 2);
    float[] index = new float[40];
    float[] oneHot = new float[5 * 40];
    for (int j = 0; j < 40; j++) {
      index[j] = j % 5;
      oneHot[j * 5 + j % 5] = 1;
    }
    var indexed = new SoftmaxCrossEntropy();
    var hot = new SoftmaxCrossEntropy(Targets.ONE_HOT);
    assertThat(losses(hot, 5, z, oneHot)).isEqualTo(losses(indexed, 5, z, index));
    assertThat(gradient(hot, 5, z, oneHot)).isEqualTo(gradient(indexed, 5, z, index));
  }

  @Test
  void crossEntropyIsFiniteAndNotNegativeForFiniteLogits() {
    float[] values = {
      0, 1e-38f, -1e-38f, 87, -87, 104, -104, 1e4f, -1e4f, 1e30f, -1e30f, MAX, -MAX
    };
    for (float a : values) {
      for (float b : values) {
        for (float c : values) {
          float[] z = {a, b, c};
          for (float k = 0; k < 3; k++) {
            float loss = losses(new SoftmaxCrossEntropy(), 3, z, new float[] {k})[0];
            assertThat(loss).as("%s, class %s", Arrays.toString(z), k).isBetween(0f, MAX);
          }
        }
      }
    }
    assertThat(losses(new SoftmaxCrossEntropy(), 2, new float[] {1e38f, -1e38f}, new float[] {1}))
        .containsExactly(2e38f);
  }

  @Test
  void crossEntropyOfLogitsThatAreNotFiniteIsNotFinite() {
    var loss = new SoftmaxCrossEntropy();
    assertThat(losses(loss, 2, new float[] {INFINITY, 0}, new float[] {1})[0]).isNaN();
    assertThat(losses(loss, 2, new float[] {INFINITY, 0}, new float[] {0})[0]).isNaN();
    assertThat(losses(loss, 2, new float[] {Float.NaN, 0}, new float[] {1})[0]).isNaN();
    assertThat(losses(loss, 2, new float[] {-INFINITY, -INFINITY}, new float[] {1})[0]).isNaN();
    assertThat(losses(loss, 2, new float[] {-INFINITY, 0}, new float[] {0}))
        .containsExactly(INFINITY);
    assertThat(losses(loss, 2, new float[] {-INFINITY, 0}, new float[] {1})).containsExactly(0);
  }

  @Test
  void gradientIsExactWhereTheProbabilityRoundsToOne() {
    float[] z = {60, 0};
    float[] gradient = gradient(new SoftmaxCrossEntropy(), 2, z, new float[] {0});
    assertThat(gradient[0]).isZero();
    assertThat((double) gradient[1]).isBetween(Math.exp(-60) * 0.99999, Math.exp(-60) * 1.00001);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void treatsEverySampleByItself(Loss loss) {
    int outputs = 19;
    int samples = 23;
    int rows = loss.targetRows(outputs);
    float[] yhat = gaussian(outputs * samples, 3);
    float[] y = new float[rows * samples];
    for (int j = 0; j < samples; j++) {
      y[j * rows + (rows == 1 ? 0 : j % rows)] = 1;
    }
    float[] losses = losses(loss, outputs, yhat, y);
    float[] gradient = gradient(loss, outputs, yhat, y);
    for (int j = 0; j < samples; j++) {
      float[] oneYhat = Arrays.copyOfRange(yhat, j * outputs, (j + 1) * outputs);
      float[] oneY = Arrays.copyOfRange(y, j * rows, (j + 1) * rows);
      assertThat(losses(loss, outputs, oneYhat, oneY)).containsExactly(losses[j]);
      assertThat(gradient(loss, outputs, oneYhat, oneY))
          .isEqualTo(Arrays.copyOfRange(gradient, j * outputs, (j + 1) * outputs));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void oneCallForBothWritesWhatTwoCallsWrite(Loss loss) {
    int rows = loss.targetRows(3);
    float[] yhat = gaussian(3 * 7, 5);
    float[] y = new float[7 * rows];
    for (int j = 0; j < 7; j++) {
      y[j * rows] = 1;
    }
    float[] losses = new float[9];
    float[] gradient = new float[3 * 7 + 2];
    Arrays.fill(losses, Float.NaN);
    Arrays.fill(gradient, Float.NaN);
    loss.forwardAndBackward(3, 7, yhat, 0, y, 0, losses, 1, gradient, 1);
    assertThat(losses[0]).isNaN();
    assertThat(losses[8]).isNaN();
    assertThat(Arrays.copyOfRange(losses, 1, 8)).isEqualTo(losses(loss, 3, yhat, y));
    assertThat(gradient[0]).isNaN();
    assertThat(gradient[22]).isNaN();
    assertThat(Arrays.copyOfRange(gradient, 1, 22)).isEqualTo(gradient(loss, 3, yhat, y));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void worksAtOffsetsAndWritesNothingElse(Loss loss) {
    int rows = loss.targetRows(3);
    float[] yhat = gaussian(6, 4);
    float[] y = new float[2 * rows];
    y[0] = 1;
    y[rows] = 1;
    float[] shiftedYhat = new float[8];
    float[] shiftedY = new float[2 * rows + 3];
    System.arraycopy(yhat, 0, shiftedYhat, 2, 6);
    System.arraycopy(y, 0, shiftedY, 3, 2 * rows);
    float[] losses = new float[4];
    float[] gradient = new float[8];
    Arrays.fill(losses, Float.NaN);
    Arrays.fill(gradient, Float.NaN);
    loss.forward(3, 2, shiftedYhat, 2, shiftedY, 3, losses, 1);
    loss.backward(3, 2, shiftedYhat, 2, shiftedY, 3, gradient, 1);
    assertThat(losses[0]).isNaN();
    assertThat(losses[3]).isNaN();
    assertThat(Arrays.copyOfRange(losses, 1, 3)).isEqualTo(losses(loss, 3, yhat, y));
    assertThat(gradient[0]).isNaN();
    assertThat(gradient[7]).isNaN();
    assertThat(Arrays.copyOfRange(gradient, 1, 7)).isEqualTo(gradient(loss, 3, yhat, y));
  }

  @Test
  void rejectsTargetsThatAreNoClass() {
    var loss = new SoftmaxCrossEntropy();
    for (float bad : new float[] {-1, 3, 0.5f, Float.NaN, INFINITY, 1e9f}) {
      rejects(
          loss,
          new float[] {0, 2, bad},
          "softmaxCrossEntropy: target must be a class index in 0..2, got y=%s (sample 2)"
              .formatted(bad));
    }
    loss.checkTargets(3, 3, new float[] {9, 0, 1, 2}, 1);
  }

  @Test
  void rejectsTargetsThatAreNoDistribution() {
    var loss = new SoftmaxCrossEntropy(Targets.ONE_HOT);
    rejects(
        loss,
        new float[] {1, 0, 0, 0.5f, 0.25f, 0},
        "softmaxCrossEntropy: target must sum to 1, got sum=0.75 (sample 1)");
    rejects(
        loss,
        new float[] {1, 0, 0, -0.5f, 1, 0.5f},
        "softmaxCrossEntropy: target must be in [0, 1], got y=-0.5 (sample 1, output 0)");
    rejects(
        loss,
        new float[] {1, 0, Float.NaN},
        "softmaxCrossEntropy: target must be in [0, 1], got y=NaN (sample 0, output 2)");
    loss.checkTargets(3, 2, new float[] {1, 0, 0, 0.2f, 0.7f, 0.1f}, 0);
  }

  @Test
  void rejectsTargetsThatAreNoProbability() {
    rejects(
        new BinaryCrossEntropy(),
        new float[] {1, 0, 0, 1.5f, 0, 0},
        "binaryCrossEntropy: target must be in [0, 1], got y=1.5 (sample 1, output 0)");
    rejects(
        new BinaryCrossEntropyWithLogits(),
        new float[] {1, 0, Float.NaN},
        "binaryCrossEntropyWithLogits: target must be in [0, 1], got y=NaN (sample 0, output 2)");
  }

  @Test
  void followsOnlyTheActivationsItCan() {
    for (Activation last : Activation.all()) {
      for (Loss loss : List.of(new Mse(), new Mae(), new Huber())) {
        assertThat(loss.input(last)).isEqualTo(Loss.Input.OUTPUT);
      }
      follows(
          new SoftmaxCrossEntropy(),
          last,
          last instanceof Softmax || last instanceof LogSoftmax || last instanceof Identity,
          "softmaxCrossEntropy: last activation must be softmax, log_softmax or identity");
      follows(
          new BinaryCrossEntropy(),
          last,
          last instanceof Sigmoid,
          "binaryCrossEntropy: last activation must be sigmoid");
      follows(
          new BinaryCrossEntropyWithLogits(),
          last,
          last instanceof Identity,
          "binaryCrossEntropyWithLogits: last activation must be identity");
    }
  }

  @Test
  void rejectsADeltaThatIsNotAboveZero() {
    for (float bad : new float[] {0, -1, Float.NaN, INFINITY}) {
      assertThatThrownBy(() -> new Huber(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("huber: delta must be finite and > 0, got delta=" + bad);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void rejectsBadInputsAndWritesNothing(Loss loss) {
    rejectsInputs(loss, -1, 2, 0, 0, IllegalArgumentException.class, "outputs must be >= 0");
    rejectsInputs(loss, 2, -1, 0, 0, IllegalArgumentException.class, "samples must be >= 0");
    rejectsInputs(
        loss,
        2,
        2,
        1,
        0,
        IndexOutOfBoundsException.class,
        "yhat must hold 4 elements from yhatOffset on, got yhatOffset=1 (yhat.length=4)");
    rejectsInputs(
        loss,
        2,
        2,
        0,
        -1,
        IndexOutOfBoundsException.class,
        "y must hold %d elements from yOffset on, got yOffset=-1 (y.length=4)"
            .formatted(2 * loss.targetRows(2)));
  }

  private static void rejectsInputs(
      Loss loss,
      int outputs,
      int samples,
      int yhatOffset,
      int yOffset,
      Class<?> type,
      String problem) {
    float[] yhat = {0.5f, 0.25f, 0.5f, 0.25f};
    float[] y = {1, 0, 0, 1};
    float[] losses = new float[2];
    float[] gradient = new float[4];
    String message = routine(loss) + ": " + problem;
    isRefused(
        () -> loss.forward(outputs, samples, yhat, yhatOffset, y, yOffset, losses, 0),
        type,
        message);
    isRefused(
        () -> loss.backward(outputs, samples, yhat, yhatOffset, y, yOffset, gradient, 0),
        type,
        message);
    isRefused(
        () ->
            loss.forwardAndBackward(
                outputs, samples, yhat, yhatOffset, y, yOffset, losses, 0, gradient, 0),
        type,
        message);
    assertThat(losses).containsOnly(0);
    assertThat(gradient).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void rejectsBadOutputsAndWritesNothing(Loss loss) {
    float[] yhat = {0.5f, 0.25f, 0.5f, 0.25f, 0, 0};
    float[] y = {1, 0, 0, 1};
    Class<?> tooShort = IndexOutOfBoundsException.class;
    Class<?> overlapping = IllegalArgumentException.class;
    String losses = routine(loss) + ": losses must ";
    String gradient = routine(loss) + ": gradient must ";
    isRefused(
        () -> loss.forward(2, 2, yhat, 0, y, 0, new float[2], 1),
        tooShort,
        losses + "hold 2 elements from lossesOffset on, got lossesOffset=1 (losses.length=2)");
    isRefused(
        () -> loss.forward(2, 2, yhat, 0, y, 0, yhat, 3),
        overlapping,
        losses + "not overlap yhat, got lossesOffset=3 (yhatOffset=0)");
    isRefused(
        () -> loss.forward(2, 2, yhat, 0, y, 0, y, 1),
        overlapping,
        losses + "not overlap y, got lossesOffset=1 (yOffset=0)");
    isRefused(
        () -> loss.backward(2, 2, yhat, 0, y, 0, new float[3], 0),
        tooShort,
        gradient
            + "hold 4 elements from gradientOffset on, got gradientOffset=0 (gradient.length=3)");
    isRefused(
        () -> loss.backward(2, 2, yhat, 0, y, 0, yhat, 1),
        overlapping,
        gradient + "not overlap yhat, got gradientOffset=1 (yhatOffset=0)");
    isRefused(
        () -> loss.backward(2, 2, yhat, 0, y, 0, y, 0),
        overlapping,
        gradient + "not overlap y, got gradientOffset=0 (yOffset=0)");
    float[] both = new float[5];
    assertThatThrownBy(() -> loss.forwardAndBackward(2, 2, yhat, 0, y, 0, both, 0, both, 1))
        .isInstanceOf(overlapping)
        .hasMessageEndingWith(
            ": gradient must not overlap losses, got gradientOffset=1 (lossesOffset=0)");
    assertThat(both).containsOnly(0);
    assertThat(yhat).containsExactly(0.5f, 0.25f, 0.5f, 0.25f, 0, 0);
    assertThat(y).containsExactly(1, 0, 0, 1);
  }

  /** A loss as its messages call it. */
  private static String routine(Loss loss) {
    String name = loss.getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static void isRefused(Runnable call, Class<?> type, String message) {
    assertThatThrownBy(call::run).isInstanceOf(type).hasMessageStartingWith(message);
  }

  private static void follows(Loss loss, Activation last, boolean can, String message) {
    if (can) {
      assertThat(loss.input(last)).isEqualTo(Loss.Input.LOGITS);
    } else {
      assertThatThrownBy(() -> loss.input(last))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message + ", got activation=" + last.id());
    }
  }

  private static void rejects(Loss loss, float[] y, String message) {
    assertThatThrownBy(() -> loss.checkTargets(3, y.length / loss.targetRows(3), y, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static float[] losses(Loss loss, int outputs, float[] yhat, float[] y) {
    float[] losses = new float[yhat.length / outputs];
    loss.forward(outputs, losses.length, yhat, 0, y, 0, losses, 0);
    return losses;
  }

  private static float[] gradient(Loss loss, int outputs, float[] yhat, float[] y) {
    float[] gradient = new float[yhat.length];
    loss.backward(outputs, yhat.length / outputs, yhat, 0, y, 0, gradient, 0);
    return gradient;
  }

  private static float[] gaussian(int length, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
