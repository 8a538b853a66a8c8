package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Elu;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.network.SoftmaxCrossEntropy.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All gradients of 200 random networks against a double-precision oracle, and the oracle against
 * central differences. Every last activation meets every loss it can have. Every fourth network
 * drops units of its hidden layers.
 */
class GradientTest {
  private static final int NETWORKS = 200;
  private static final double KINK_MARGIN = 1e-3;
  private static final double LARGEST_Z = 10;
  private static final double SATURATION_MARGIN = 1e-2;
  private static final double H = 1e-5;

  /** Multiply-adds that central differences may cost per network. */
  private static final long PROBE_BUDGET = 40_000_000;

  private static final List<Loss> LOSSES =
      List.of(
          new Mse(),
          new Mae(),
          new Huber(0.7f),
          new BinaryCrossEntropy(),
          new BinaryCrossEntropyWithLogits(),
          new SoftmaxCrossEntropy(Targets.CLASS_INDEX),
          new SoftmaxCrossEntropy(Targets.ONE_HOT));

  /** A last activation and a loss that can follow it. */
  private record Ending(Activation last, Loss loss) {}

  @TestFactory
  Stream<DynamicTest> agreeWithTheOracleWhichAgreesWithCentralDifferences() {
    List<Ending> endings = endings();
    return Stream.iterate(0, seed -> seed + 1)
        .limit(NETWORKS)
        .map(seed ->
            DynamicTest.dynamicTest(
                "seed " + seed, () -> Case.draw(seed, endings.get(seed % endings.size())).check()));
  }

  @Test
  void coverEveryLastActivationWithEveryLossItCanHave() {
    assertThat(endings()).hasSize(3 * Activation.all().size() + 2 + 3 * 2);
    assertThat(endings().size()).isLessThanOrEqualTo(NETWORKS);
  }

  private static List<Ending> endings() {
    List<Ending> endings = new ArrayList<>();
    for (Activation last : Activation.all()) {
      for (Loss loss : LOSSES) {
        try {
          loss.input(last);
        } catch (IllegalArgumentException e) {
          continue;
        }
        endings.add(new Ending(last, loss));
      }
    }
    return endings;
  }

  /**
   * One random network with its samples, none of them near a kink or saturated; a network that
   * hardly has such samples is drawn again.
   */
  private static final class Case {
    final int seed;
    final Loss loss;
    final RandomGenerator random;
    final Network network;
    final float lambda;
    final float dropout;
    final int m;
    final float[] x;
    final float[] y;
    final DoubleOracle oracle;

    static Case draw(int seed, Ending ending) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      while (true) {
        var drawn = new Case(seed, ending, random);
        if (drawn.drawSamples()) {
          return drawn;
        }
      }
    }

    private Case(int seed, Ending ending, RandomGenerator random) {
      this.seed = seed;
      this.loss = ending.loss();
      this.random = random;
      List<Activation> hidden = new ArrayList<>(Activation.all());
      hidden.add(new LeakyRelu(0.3f));
      hidden.add(new Elu(0.6f));
      int depth = 1 + seed % 6;
      Network.Builder builder = Network.builder(width());
      for (int l = 1; l < depth; l++) {
        builder.layer(width(), hidden.get(random.nextInt(hidden.size())));
      }
      network = withBiases(builder.layer(width(), ending.last()).seed(random.nextLong()).build());
      lambda = random.nextBoolean() ? 0 : random.nextFloat();
      m = seed % 10 == 0 ? 65 : 1 + random.nextInt(65);
      dropout = seed % 4 == 3 ? 0.3f : 0;
      oracle = new DoubleOracle(network, loss, lambda);
      oracle.factors = factors();
      x = new float[m * network.inputs()];
      y = new float[m * loss.targetRows(network.outputs())];
    }

    /** Mostly small, so that 200 networks take seconds; 1 and 257 both occur. */
    private int width() {
      return switch (random.nextInt(20)) {
        case 0 -> 257;
        case 1, 2 -> 1 + random.nextInt(257);
        case 3, 4, 5, 6 -> 1 + random.nextInt(64);
        default -> 1 + random.nextInt(16);
      };
    }

    private Network withBiases(Network drawn) {
      List<float[]> weights = new ArrayList<>();
      List<float[]> biases = new ArrayList<>();
      for (int l = 0; l < drawn.layers().size(); l++) {
        weights.add(drawn.weights(l));
        float[] b = drawn.biases(l);
        for (int i = 0; i < b.length; i++) {
          b[i] = 0.1f * (float) random.nextGaussian();
        }
        biases.add(b);
      }
      return Network.of(drawn.layers(), weights, biases);
    }

    /** What the first step of a trainer multiplies units by. */
    private double[][][] factors() {
      double[][][] factors = new double[m][network.layers().size()][];
      for (int j = 0; j < m; j++) {
        for (int l = 0; l < factors[j].length; l++) {
          factors[j][l] = new double[network.layers().get(l).units()];
          for (int i = 0; i < factors[j][l].length; i++) {
            factors[j][l][i] = ScalarTrainer.factor(seed, 1, l + 1, j, i, dropout);
          }
        }
      }
      return factors;
    }

    private boolean drawSamples() {
      int drawn = 0;
      for (int attempt = 0; attempt < 50 * m && drawn < m; attempt++) {
        if (drawSample(drawn)) {
          drawn++;
        }
      }
      return drawn == m;
    }

    private boolean drawSample(int j) {
      int inputs = network.inputs();
      int targetRows = loss.targetRows(network.outputs());
      for (int i = 0; i < inputs; i++) {
        x[j * inputs + i] = (float) random.nextGaussian();
      }
      drawTarget(j, targetRows);
      double[] sample = DoubleOracle.widened(Arrays.copyOfRange(x, j * inputs, (j + 1) * inputs));
      double[] target =
          DoubleOracle.widened(Arrays.copyOfRange(y, j * targetRows, (j + 1) * targetRows));
      return oracle.awayFromKinks(j, sample, target, KINK_MARGIN)
          && oracle.wellConditioned(j, sample, LARGEST_Z, SATURATION_MARGIN);
    }

    private void drawTarget(int j, int rows) {
      if (loss instanceof SoftmaxCrossEntropy ce && ce.targets() == Targets.CLASS_INDEX) {
        y[j] = random.nextInt(network.outputs());
      } else if (loss instanceof SoftmaxCrossEntropy) {
        boolean hard = random.nextBoolean();
        int hot = random.nextInt(rows);
        double sum = 0;
        double[] drawn = new double[rows];
        for (int i = 0; i < rows; i++) {
          drawn[i] = hard ? (i == hot ? 1 : 0) : random.nextDouble();
          sum += drawn[i];
        }
        for (int i = 0; i < rows; i++) {
          y[j * rows + i] = (float) (drawn[i] / sum);
        }
      } else {
        boolean probability =
            loss.input(network.layers().getLast().activation()) == Loss.Input.LOGITS;
        for (int i = 0; i < rows; i++) {
          y[j * rows + i] =
              probability
                  ? (random.nextBoolean() ? random.nextInt(2) : random.nextFloat())
                  : (float) random.nextGaussian();
        }
      }
    }

    void check() {
      double[] wideX = DoubleOracle.widened(x);
      double[] wideY = DoubleOracle.widened(y);
      int few = Math.min(m, 3);
      oracle.gradients(few, wideX, wideY);
      for (int l = 0; l < network.layers().size(); l++) {
        checkOracle("dW", l, few, wideX, wideY, oracle.W[l], oracle.dW[l]);
        checkOracle("db", l, few, wideX, wideY, oracle.b[l], oracle.db[l]);
      }
      oracle.gradients(m, wideX, wideY);
      try (Trainer trainer = trainer()) {
        float cost = trainer.gradients(m, x, 0, y, 0);
        double wanted = oracle.cost(m, wideX, wideY);
        assertThat(Math.abs(cost - wanted)).as(where("cost", 0)).isLessThan(1e-6 * (1 + wanted));
        for (int l = 0; l < network.layers().size(); l++) {
          double[] dW = DoubleOracle.rowMajor(network.layers().get(l), trainer.weightGradients(l));
          checkLibrary("dW", l, dW, oracle.dW[l]);
          checkLibrary("db", l, DoubleOracle.widened(trainer.biasGradients(l)), oracle.db[l]);
        }
      }
    }

    private Trainer trainer() {
      return Trainer.builder(network)
          .loss(loss)
          .optimizer(new Sgd(0.1f))
          .l2(lambda)
          .dropout(dropout)
          .seed(seed)
          .batch(m)
          .threads(1 + seed % 3)
          .sharing(TrainerCases.all(1 + seed % 3))
          .build();
    }

    /** Central differences of all parameters, or of as many as the budget allows. */
    private void checkOracle(
        String name, int l, int few, double[] wideX, double[] wideY, double[] p, double[] d) {
      long probes = PROBE_BUDGET / (2L * few * network.parameterCount() * 12);
      int stride = (int) Math.max(1, p.length / Math.max(probes, 4));
      for (int i = random.nextInt(stride); i < p.length; i += stride) {
        double difference = oracle.centralDifference(few, wideX, wideY, p, i, H);
        assertThat(Math.abs(difference - d[i]))
            .as(where(name, l) + " element " + i + ", oracle " + d[i])
            .isLessThanOrEqualTo(1e-9 + 1e-7 * Math.abs(d[i]));
      }
    }

    private void checkLibrary(String name, int l, double[] computed, double[] wanted) {
      double error = 0;
      double norm = 0;
      for (int i = 0; i < wanted.length; i++) {
        error += (computed[i] - wanted[i]) * (computed[i] - wanted[i]);
        norm += wanted[i] * wanted[i];
      }
      assertThat(Math.sqrt(error))
          .as(where(name, l) + ", norm " + Math.sqrt(norm))
          .isLessThanOrEqualTo(5e-6 * Math.sqrt(norm));
    }

    private String where(String name, int l) {
      return "%s of layer %d, seed %d, m %d, lambda %s, dropout %s, %s, %s"
          .formatted(name, l, seed, m, lambda, dropout, loss, network.layers());
    }
  }
}
