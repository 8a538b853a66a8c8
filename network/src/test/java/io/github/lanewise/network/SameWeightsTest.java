package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Tanh;
import io.github.lanewise.testing.ChildJvm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The same seed gives the same weights in every JVM: at every vector width, with and without SIMD.
 */
class SameWeightsTest {

  /**
   * The SHA-256 of the weights after {@link Training#thousandSteps}, whatever JVM, CPU, path and
   * number of threads. It may change only with the arithmetic contract (docs/design.md).
   */
  private static final String AFTER_A_THOUSAND_STEPS =
      "ea7f8ccdf13fdb1ac7c838bf8e36fa259136259189afc0f1ac13371249c489e6";

  /**
   * Trains networks and prints the path that ran, the SHA-256 of the weights of one with every
   * activation, and that of one after a thousand steps for each number of threads it is given.
   */
  static final class Training {
    private static final int INPUTS = 19;
    private static final int SAMPLES = 75;

    private Training() {}

    public static void main(String[] args) throws NoSuchAlgorithmException {
      Network.Builder layers = Network.builder(INPUTS);
      int units = 17;
      for (Activation g : Activation.all()) {
        layers.layer(units, g);
        units += 2;
      }
      Network network = layers.layer(10, new Softmax()).seed(3).build();
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
      float[] x = new float[SAMPLES * INPUTS];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      float[] y = new float[SAMPLES];
      for (int j = 0; j < SAMPLES; j++) {
        y[j] = j % 10;
      }
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Optimizer optimizer : List.of(new Sgd(0.05f, 0.9f, true), new Adam(0.01f))) {
        Trainer.Builder builder =
            Trainer.builder(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(optimizer)
                .l2(1e-3f)
                .threads(2)
                .sharing(TrainerCases.all(2));
        try (Trainer trainer = builder.batch(32).build();
            Trainer other = TrainerCases.withEverySetting(builder).batch(11).build()) {
          trainer.fit(4, x, y);
          update(digest, trainer.network());
          predict(digest, trainer.network(), x);
          other.fit(2, x, y);
          update(digest, other.network());
        }
      }
      train(digest, x, y);
      System.out.println(Lanewise.describe());
      System.out.println(HexFormat.of().formatHex(digest.digest()));
      for (String threads : args) {
        System.out.println(thousandSteps(Integer.parseInt(threads)));
      }
    }

    /** Steps of 1 to 12 samples; no number comes from the JDK's generators. */
    private static String thousandSteps(int threads) throws NoSuchAlgorithmException {
      int inputs = 5;
      int classes = 4;
      int samples = 12;
      float[] x = new float[samples * inputs];
      float[] y = new float[samples];
      for (int i = 0; i < x.length; i++) {
        x[i] = (i * 37 % 41 - 20) / 10f;
      }
      for (int j = 0; j < samples; j++) {
        y[j] = j * 3 % classes;
      }
      Network network =
          Network.builder(inputs)
              .layer(19, new Relu())
              .layer(17, new Tanh())
              .layer(classes, new Softmax())
              .seed(5)
              .build();
      try (Trainer trainer =
          Trainer.builder(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Adam(0.003f, 0.8f, 0.99f, 1e-6f))
              .l2(1e-3f)
              .dropout(0.2f)
              .seed(6)
              .batch(samples)
              .threads(threads)
              .sharing(TrainerCases.all(threads))
              .build()) {
        for (int step = 0; step < 1_000; step++) {
          trainer.step(1 + step % samples, x, 0, y, 0);
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        update(digest, trainer.network());
        return HexFormat.of().formatHex(digest.digest());
      }
    }

    /** A network whose products are packed, cut into blocks and updated by panels. */
    private static void train(MessageDigest digest, float[] x, float[] y) {
      Network network =
          Network.builder(INPUTS)
              .layer(900, new Relu())
              .layer(80, new Tanh())
              .layer(10, new Softmax())
              .build();
      for (int batch : new int[] {15, SAMPLES}) {
        try (Trainer trainer =
            Trainer.builder(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(new Sgd(0.05f))
                .batch(batch)
                .build()) {
          trainer.fit(1, x, y);
          update(digest, trainer.network());
          predict(digest, trainer.network(), x);
        }
      }
    }

    /** All samples in a batch, and the first by itself. */
    private static void predict(MessageDigest digest, Network network, float[] x) {
      float[] yhat = new float[SAMPLES * network.outputs()];
      network.predictor(SAMPLES).predict(SAMPLES, x, 0, yhat, 0);
      update(digest, yhat);
      update(digest, network.predictor().predict(Arrays.copyOf(x, INPUTS)));
    }

    private static void update(MessageDigest digest, float[] values) {
      ByteBuffer value = ByteBuffer.allocate(Float.BYTES);
      for (float number : values) {
        digest.update(value.putFloat(0, number).array());
      }
    }

    private static void update(MessageDigest digest, Network network) {
      for (int layer = 0; layer < network.layers().size(); layer++) {
        for (float[] values : List.of(network.weights(layer), network.biases(layer))) {
          update(digest, values);
        }
      }
    }
  }

  @TestFactory
  List<DynamicTest> everyPathGivesTheSameWeights() {
    Matcher width = Pattern.compile("(\\d+)-bit").matcher(Lanewise.describe());
    assertThat(width.find()).as(Lanewise.describe()).isTrue();
    int widest = Integer.parseInt(width.group(1));
    String wanted = hash(ChildJvm.of(Training.class), widest + "-bit");
    List<DynamicTest> tests = new ArrayList<>();
    for (int bits = 128; bits <= widest; bits *= 2) {
      ChildJvm child = ChildJvm.of(Training.class).option("-Dlanewise.simd.bits=" + bits);
      // All numbers at every width would take 4 s a child; the constant ties them together.
      String[] threads = bits == 256 ? new String[] {"2", "4", "8"} : new String[] {"1", "3", "7"};
      tests.add(test(bits + " bits", child, bits + "-bit", wanted, threads));
    }
    tests.add(
        test(
            "off",
            ChildJvm.of(Training.class).withoutVectorModule().option("-Dlanewise.simd=off"),
            "plain loops",
            wanted,
            "1",
            "16"));
    for (String tiers : List.of("-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation")) {
      ChildJvm child = ChildJvm.of(Training.class).option("-Dlanewise.simd=force").option(tiers);
      tests.add(test(tiers, child, "vector kernels", wanted, "1"));
    }
    if (System.getProperty("os.arch").equals("amd64")) {
      for (int avx = 1; avx <= 3; avx++) {
        ChildJvm child =
            ChildJvm.of(Training.class).option("-Dlanewise.simd=force").option("-XX:UseAVX=" + avx);
        tests.add(test("UseAVX=" + avx, child, "vector kernels", wanted));
      }
    }
    return tests;
  }

  private static DynamicTest test(
      String name, ChildJvm child, String path, String wanted, String... threads) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(hash(child, path, threads)).isEqualTo(wanted));
  }

  /** Runs the child, on a thousand steps with each number of threads, too. */
  private static String hash(ChildJvm child, String path, String... threads) {
    List<String> lines = child.run(threads).outputOfSuccess().lines().toList();
    assertThat(lines.get(0)).contains(path);
    assertThat(lines.subList(2, lines.size()))
        .hasSize(threads.length)
        .allMatch(AFTER_A_THOUSAND_STEPS::equals);
    return lines.get(1);
  }
}
