package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.Network;
import java.util.Arrays;

/** Peers that are on the class path of the tests, where the real ones need not be. */
final class FakePredictors {

  private FakePredictors() {}

  /** Predicts in double precision, from the last input to the first. */
  public static final class Right implements PredictionProvider {

    @Override
    public String id() {
      return "right";
    }

    @Override
    public PredictionLibrary open(int threads) {
      return new Library(threads, 0);
    }
  }

  /** As the right one, but for its last output. */
  public static final class Wrong implements PredictionProvider {

    @Override
    public String id() {
      return "wrong";
    }

    @Override
    public PredictionLibrary open(int threads) {
      return new Library(threads, 2e-5f);
    }
  }

  /** As the right one, but it refuses single samples of one network. */
  public static final class Picky implements PredictionProvider {

    @Override
    public String id() {
      return "picky";
    }

    @Override
    public PredictionLibrary open(int threads) {
      return new PickyLibrary(new Library(threads, 0));
    }
  }

  private record PickyLibrary(PredictionLibrary right) implements PredictionLibrary {

    @Override
    public String describe() {
      return right.describe();
    }

    @Override
    public Prediction prediction(Network network, int batch, float[] x) {
      if (batch == 1 && network.inputs() == 16) {
        throw new IllegalStateException("unsupported shape");
      }
      return right.prediction(network, batch, x);
    }
  }

  /** Not on this machine. */
  public static final class Missing implements PredictionProvider {

    @Override
    public String id() {
      return "missing";
    }

    @Override
    public PredictionLibrary open(int threads) {
      throw new UnsupportedOperationException("libmissing.so is not installed");
    }
  }

  private record Library(int threads, float error) implements PredictionLibrary {

    @Override
    public String describe() {
      return "a fake on threads: " + threads;
    }

    @Override
    public Prediction prediction(Network network, int batch, float[] x) {
      return new Fake(network, batch, x, error);
    }
  }

  private static final class Fake implements Prediction {

    private final Network network;
    private final int batch;
    private final float[] x;
    private final float[] yhat;
    private final float error;

    Fake(Network network, int batch, float[] x, float error) {
      this.network = network;
      this.batch = batch;
      this.x = x;
      this.error = error;
      yhat = new float[batch * network.outputs()];
    }

    @Override
    public float[] result() {
      return yhat;
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        predict();
      }
    }

    private void predict() {
      int inputs = network.inputs();
      int outputs = network.outputs();
      for (int sample = 0; sample < batch; sample++) {
        double[] a = new double[inputs];
        for (int i = 0; i < inputs; i++) {
          a[i] = x[sample * inputs + i];
        }
        for (int l = 0; l < network.layers().size(); l++) {
          a = layer(network.weights(l), network.biases(l), a);
          activate(network.layers().get(l).activation(), a);
        }
        for (int i = 0; i < outputs; i++) {
          yhat[sample * outputs + i] = (float) a[i];
        }
      }
      yhat[yhat.length - 1] += error;
    }
  }

  /** {@code W a + b}, W column-major. */
  static double[] layer(float[] W, float[] b, double[] a) {
    double[] z = new double[b.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = b[i];
      for (int p = a.length - 1; p >= 0; p--) {
        z[i] += a[p] * W[i + p * z.length];
      }
    }
    return z;
  }

  /** Replaces z by g(z). */
  static void activate(Activation g, double[] z) {
    switch (g) {
      case Relu _ -> Arrays.setAll(z, i -> Math.max(0, z[i]));
      case Sigmoid _ -> Arrays.setAll(z, i -> 1 / (1 + Math.exp(-z[i])));
      case Softmax _ -> {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        Arrays.setAll(z, i -> Math.exp(z[i]) / sum);
      }
      default -> throw new IllegalArgumentException(g.id());
    }
  }
}
