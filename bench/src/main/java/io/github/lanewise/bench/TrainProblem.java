package io.github.lanewise.bench;

import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is trained: a network with ReLU between its layers, softmax cross-entropy on class indices,
 * one batch; written {@code 784-128-10 b32 adam}.
 */
record TrainProblem(LayerSizes sizes, int batch, Method method) {

  private static final Pattern FORMAT = Pattern.compile("(\\S+) b([1-9]\\d{0,5}) (sgd|adam)");

  /**
   * Adam's epsilon. Libraries add it before or after they correct the second moment; this one is so
   * small that it makes no difference, where 1e-8 would move a loss by 1e-4 in ten steps.
   */
  static final float EPSILON = 1e-12f;

  /** What changes the weights. */
  enum Method {
    /** {@code w = w - learningRate * d}. */
    SGD(1e-2f),
    /** With beta1 = 0.9 and beta2 = 0.999, the defaults everywhere, and {@link #EPSILON}. */
    ADAM(1e-3f);

    private final float usualRate;

    Method(float usualRate) {
      this.usualRate = usualRate;
    }

    /** A learning rate with which losses change from step to step. */
    float usualRate() {
      return usualRate;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static TrainProblem parse(String text) {
    Matcher parts = FORMAT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "training must look like 784-128-10 b32 adam, got " + text);
    }
    return new TrainProblem(
        new LayerSizes(parts.group(1)),
        Integer.parseInt(parts.group(2)),
        Method.valueOf(parts.group(3).toUpperCase(Locale.ROOT)));
  }

  /** The initial weights, the same at every call. */
  Network network() {
    return sizes.network();
  }

  /** The inputs, one sample after the other. */
  float[] x() {
    return RandomFloats.array(batch * network().inputs(), 1);
  }

  /** The class of each sample. */
  int[] classes() {
    return new SplittableRandom(2).ints(batch, 0, network().outputs()).toArray();
  }

  /**
   * The products of one step, a multiply-add counted as two: forward and for the weights in every
   * layer, for the data in every layer but the first.
   */
  double flops() {
    List<Layer> layers = network().layers();
    double weights = layers.stream().mapToDouble(l -> (double) l.inputs() * l.units()).sum();
    double first = (double) layers.getFirst().inputs() * layers.getFirst().units();
    return 2.0 * batch * (3 * weights - first);
  }

  @Override
  public String toString() {
    return sizes.text() + " b" + batch + " " + method;
  }
}
