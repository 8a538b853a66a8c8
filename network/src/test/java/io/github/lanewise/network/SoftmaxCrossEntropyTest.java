package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.internal.ScalarMath;
import io.github.lanewise.network.SoftmaxCrossEntropy.Targets;
import io.github.lanewise.testing.ChildJvm;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losses and gradient have the bits of their definition, in one pass or in two, of any number of
 * samples.
 */
class SoftmaxCrossEntropyTest {
  private static final float[] EXTREMES = {
    0, -0f, 1e-38f, 104, -104, 1e30f, -1e30f, 3.4e38f, -3.4e38f, Float.NEGATIVE_INFINITY
  };

  /** The logits z and targets y of some samples. */
  private static final class Case {
    final SoftmaxCrossEntropy loss;
    final int outputs;
    final int samples;
    final float[] z;
    final float[] y;

    Case(SoftmaxCrossEntropy loss, int outputs, int samples, float[] z, float[] y) {
      this.loss = loss;
      this.outputs = outputs;
      this.samples = samples;
      this.z = z;
      this.y = y;
    }

    @Override
    public String toString() {
      return "%s, %d outputs, %d samples".formatted(loss, outputs, samples);
    }
  }

  /** Losses, then gradient, with one NaN: payloads are not part of the contract. */
  private static final class Result {
    final float[] losses;
    final float[] gradient;

    Result(Case c) {
      losses = new float[c.samples];
      gradient = new float[c.outputs * c.samples];
    }

    int[] bits() {
      int[] bits = new int[losses.length + gradient.length];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToIntBits(i < losses.length ? losses[i] : gradient[i - losses.length]);
      }
      return bits;
    }
  }

  /** Prints a hash of the bits of all cases. */
  static final class Hash {
    private Hash() {}

    public static void main(String[] args) {
      System.out.print(hash());
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePassIsForwardAndBackwardAndBothAreTheDefinition(Targets targets) {
    forEachCase(
        targets,
        c -> {
          int[] definition = definition(c).bits();
          assertThat(onePass(c).bits()).as("%s", c).isEqualTo(definition);
          assertThat(twoPasses(c).bits()).as("%s", c).isEqualTo(definition);
        });
  }

  @Test
  void isTheSameWithoutSimd() {
    ChildJvm child = ChildJvm.of(Hash.class).option("-Dlanewise.simd=off");
    assertThat(child.run().outputOfSuccess()).isEqualTo(Integer.toString(hash()));
  }

  @ParameterizedTest
  @ValueSource(floats = {-3, -1, 4, 7, 0.5f, Float.NaN, Float.POSITIVE_INFINITY})
  void rejectsWhatIsNoClassBeforeItWritesAnything(float target) {
    var loss = new SoftmaxCrossEntropy();
    float[] z = new float[8];
    float[] y = {3, target};
    float[] losses = {-1, -2};
    float[] gradient = new float[20];
    Arrays.fill(gradient, 5);
    List<ThrowingCallable> calls =
        List.of(
            () -> loss.forward(4, 2, z, 0, y, 0, losses, 0),
            () -> loss.backward(4, 2, z, 0, y, 0, gradient, 10),
            () -> loss.forwardAndBackward(4, 2, z, 0, y, 0, losses, 0, gradient, 10));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "softmaxCrossEntropy: target must be a class index in 0..3, got y=%s (sample 1)",
              target);
    }
    assertThat(losses).containsExactly(-1, -2);
    assertThat(gradient).containsOnly(5);
  }

  private static int hash() {
    int[] hash = {0};
    for (Targets targets : Targets.values()) {
      forEachCase(targets, c -> hash[0] = 31 * hash[0] + Arrays.hashCode(onePass(c).bits()));
    }
    return hash[0];
  }

  private static void forEachCase(Targets targets, Consumer<Case> use) {
    SplittableRandom random = new SplittableRandom(targets == Targets.ONE_HOT ? 1 : 0);
    for (int outputs = 1; outputs <= 130; outputs++) {
      use.accept(random(targets, outputs, 1, random));
      use.accept(random(targets, outputs, 2 + random.nextInt(63), random));
      use.accept(random(targets, outputs, 65, random));
    }
    // More than one block of columns in L1.
    use.accept(random(targets, 2, 4_100, random));
    use.accept(random(targets, 10, 900, random));
    use.accept(random(targets, 5_000, 2, random));
  }

  private static Case random(Targets targets, int outputs, int samples, SplittableRandom random) {
    var loss = new SoftmaxCrossEntropy(targets);
    int rows = loss.targetRows(outputs);
    float[] z = new float[outputs * samples];
    float[] y = new float[rows * samples];
    float scale = new float[] {1, 10, 100}[random.nextInt(3)];
    for (int j = 0; j < samples; j++) {
      boolean extreme = random.nextInt(3) == 0;
      for (int i = j * outputs; i < (j + 1) * outputs; i++) {
        z[i] =
            extreme && random.nextInt(3) == 0
                ? EXTREMES[random.nextInt(EXTREMES.length)]
                : (float) random.nextGaussian() * scale;
      }
      if (random.nextInt(8) == 0) {
        z[j * outputs + random.nextInt(outputs)] =
            random.nextBoolean() ? Float.NaN : Float.POSITIVE_INFINITY;
      }
      int k = random.nextInt(outputs);
      if (targets == Targets.CLASS_INDEX) {
        y[j] = k;
      } else {
        y[j * outputs + k] += 0.75f;
        y[j * outputs + random.nextInt(outputs)] += 0.25f;
      }
    }
    loss.checkTargets(outputs, samples, y, 0);
    return new Case(loss, outputs, samples, z, y);
  }

  private static Result onePass(Case c) {
    Result result = new Result(c);
    c.loss.forwardAndBackward(
        c.outputs, c.samples, c.z, 0, c.y, 0, result.losses, 0, result.gradient, 0);
    return result;
  }

  private static Result twoPasses(Case c) {
    Result result = new Result(c);
    c.loss.forward(c.outputs, c.samples, c.z, 0, c.y, 0, result.losses, 0);
    c.loss.backward(c.outputs, c.samples, c.z, 0, c.y, 0, result.gradient, 0);
    return result;
  }

  private static Result definition(Case c) {
    Result result = new Result(c);
    for (int j = 0; j < c.samples; j++) {
      float[] z = Arrays.copyOfRange(c.z, j * c.outputs, (j + 1) * c.outputs);
      float max = Float.NEGATIVE_INFINITY;
      for (float logit : z) {
        max = Math.max(max, logit);
      }
      float[] e = new float[c.outputs];
      for (int k = 0; k < c.outputs; k++) {
        e[k] = ScalarMath.exp(z[k] - max);
      }
      float[] y = targets(c, j);
      float sum = fixedOrder(c.outputs, (chain, k) -> chain + e[k]);
      float logOfSum = ScalarMath.log(sum);
      float largest = max;
      result.losses[j] =
          fixedOrder(
              c.outputs,
              (chain, k) ->
                  y[k] == 0 ? chain : Math.fma(y[k], gap(largest, z[k]) + logOfSum, chain));
      for (int k = 0; k < c.outputs; k++) {
        result.gradient[j * c.outputs + k] = e[k] * (1 / sum) - y[k];
      }
    }
    return result;
  }

  private static float[] targets(Case c, int j) {
    if (c.loss.targets() == Targets.ONE_HOT) {
      return Arrays.copyOfRange(c.y, j * c.outputs, (j + 1) * c.outputs);
    }
    float[] y = new float[c.outputs];
    y[(int) c.y[j]] = 1;
    return y;
  }

  private static float gap(float max, float logit) {
    boolean finite = Float.isFinite(max) && Float.isFinite(logit);
    return finite ? Math.min(max - logit, Float.MAX_VALUE) : max - logit;
  }

  private interface Step {
    float apply(float chain, int k);
  }

  /** Sixteen chains over whole blocks, a halving tree, then the rest. */
  private static float fixedOrder(int length, Step step) {
    float[] chains = new float[16];
    int whole = length / 16 * 16;
    for (int k = 0; k < whole; k++) {
      chains[k % 16] = step.apply(chains[k % 16], k);
    }
    for (int half = 8; half >= 1; half /= 2) {
      for (int r = 0; r < half; r++) {
        chains[r] += chains[r + half];
      }
    }
    float sum = chains[0];
    for (int k = whole; k < length; k++) {
      sum = step.apply(sum, k);
    }
    return sum;
  }
}
