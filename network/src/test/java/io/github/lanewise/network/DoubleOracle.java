package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Elu;
import io.github.lanewise.kernels.Gelu;
import io.github.lanewise.kernels.GeluTanh;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.LeakyRelu;
import io.github.lanewise.kernels.LogSoftmax;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Silu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.kernels.Softplus;
import io.github.lanewise.kernels.Tanh;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The cost of a network and its gradients in double precision, one sample at a time, from nothing
 * but Math.* and the definitions. Softmax has its full Jacobian and no loss is joined with an
 * activation, so nothing here shares a formula with the code under test that could hide its errors.
 */
final class DoubleOracle {
  final List<Layer> layers;
  final Loss loss;
  final double lambda;
  final double[][] W; // W[l][i + o * inputs]: row-major on purpose
  final double[][] b;
  final double[][] dW;
  final double[][] db;

  /** What unit i of hidden layer l is multiplied by in sample j: {@code factors[j][l][i]}. */
  double @Nullable [][][] factors;

  DoubleOracle(Network network, Loss loss, double lambda) {
    this.layers = network.layers();
    this.loss = loss;
    this.lambda = lambda;
    int L = layers.size();
    W = new double[L][];
    b = new double[L][];
    dW = new double[L][];
    db = new double[L][];
    for (int l = 0; l < L; l++) {
      W[l] = rowMajor(layers.get(l), network.weights(l));
      b[l] = widened(network.biases(l));
      dW[l] = new double[W[l].length];
      db[l] = new double[b[l].length];
    }
  }

  /** Row-major doubles of column-major floats. */
  static double[] rowMajor(Layer layer, float[] columnMajor) {
    double[] result = new double[columnMajor.length];
    for (int o = 0; o < layer.units(); o++) {
      for (int i = 0; i < layer.inputs(); i++) {
        result[o * layer.inputs() + i] = columnMajor[o + i * layer.units()];
      }
    }
    return result;
  }

  static double[] widened(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  /** J of the first m samples of packed x and y. */
  double cost(int m, double[] x, double[] y) {
    double squares = 0;
    for (double[] weights : W) {
      squares = dot(squares, weights, 0, weights);
    }
    return meanLoss(m, x, y) + lambda / (2 * m) * squares;
  }

  /**
   * dJ/dp_i as the difference of J at p_i + h and p_i - h, where p is one of W and b. Of the sum of
   * squares only the term of p_i differs.
   */
  double centralDifference(int m, double[] x, double[] y, double[] p, int i, double h) {
    double kept = p[i];
    double above = kept + h;
    double below = kept - h;
    p[i] = above;
    double difference = meanLoss(m, x, y);
    p[i] = below;
    difference -= meanLoss(m, x, y);
    p[i] = kept;
    if (Arrays.asList(W).contains(p)) {
      difference += lambda / (2 * m) * (above * above - below * below);
    }
    return difference / (above - below);
  }

  private double meanLoss(int m, double[] x, double[] y) {
    double[] losses = new double[m];
    for (int j = 0; j < m; j++) {
      double[][][] za = forward(j, sample(x, j, layers.getFirst().inputs()));
      losses[j] = lossOf(za[za.length - 1], target(y, j));
    }
    return sum(losses) / m;
  }

  /** Fills dW and db for the first m samples. */
  void gradients(int m, double[] x, double[] y) {
    for (int l = 0; l < W.length; l++) {
      for (int i = 0; i < W[l].length; i++) {
        dW[l][i] = lambda / m * W[l][i];
      }
      Arrays.fill(db[l], 0);
    }
    for (int j = 0; j < m; j++) {
      double[] sample = sample(x, j, layers.getFirst().inputs());
      double[][][] za = forward(j, sample);
      double[] da = lossGradient(za[za.length - 1], target(y, j));
      for (int l = W.length - 1; l >= 0; l--) {
        da = dropped(j, l, da);
        double[] dz = derivative(layers.get(l).activation(), za[l][0], za[l][1], da);
        double[] input = l == 0 ? sample : dropped(j, l - 1, za[l - 1][1]);
        da = new double[input.length];
        for (int o = 0; o < dz.length; o++) {
          db[l][o] += dz[o] / m;
          for (int i = 0; i < input.length; i++) {
            da[i] += W[l][o * input.length + i] * dz[o];
            dW[l][o * input.length + i] += dz[o] * input[i] / m;
          }
        }
      }
    }
  }

  /** Whether no value of sample j lies within {@code margin} of a kink of g, g' or the loss. */
  boolean awayFromKinks(int j, double[] sample, double[] target, double margin) {
    double[][][] za = forward(j, sample);
    for (int l = 0; l < za.length; l++) {
      Activation g = layers.get(l).activation();
      if (g instanceof Relu || g instanceof LeakyRelu || g instanceof Elu) {
        for (double z : za[l][0]) {
          if (Math.abs(z) < margin) {
            return false;
          }
        }
      }
    }
    double[] yhat = last(za);
    for (int i = 0; i < yhat.length; i++) {
      if (loss instanceof Mae && Math.abs(yhat[i] - target[i]) < margin) {
        return false;
      }
      if (loss instanceof Huber huber
          && Math.abs(Math.abs(yhat[i] - target[i]) - huber.delta()) < margin) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether sample j can be judged to six digits: no |z| is above {@code limit}, where the rounding
   * of z drowns the difference quotients, and every layer has a unit with 1 - |a| of at least
   * {@code margin}, a softmax only such units. Derivatives like 1 - a^2 and a (1 - a) come from an
   * output that was rounded to a float, so where all of it is nearly 1 they lose digits.
   */
  boolean wellConditioned(int j, double[] sample, double limit, double margin) {
    double[][][] za = forward(j, sample);
    for (int l = 0; l < za.length; l++) {
      Activation g = layers.get(l).activation();
      if (Arrays.stream(za[l][0]).anyMatch(z -> Math.abs(z) > limit)) {
        return false;
      }
      DoubleStream distances = Arrays.stream(za[l][1]).map(a -> 1 - Math.abs(a));
      if ((g instanceof Sigmoid || g instanceof Tanh) && distances.max().orElseThrow() < margin) {
        return false;
      }
      if (g instanceof Softmax && za[l][1].length > 1 && distances.min().orElseThrow() < margin) {
        return false;
      }
    }
    return true;
  }

  private double[] dropped(int j, int l, double[] a) {
    if (factors == null || l == W.length - 1) {
      return a;
    }
    double[] kept = a.clone();
    for (int i = 0; i < kept.length; i++) {
      kept[i] *= factors[j][l][i];
    }
    return kept;
  }

  /** {z, a} of every layer in sample j. */
  private double[][][] forward(int j, double[] sample) {
    double[][][] za = new double[W.length][][];
    double[] input = sample;
    for (int l = 0; l < W.length; l++) {
      double[] z = new double[b[l].length];
      for (int o = 0; o < z.length; o++) {
        z[o] = dot(b[l][o], W[l], o * input.length, input);
      }
      za[l] = new double[][] {z, activation(layers.get(l).activation(), z)};
      input = dropped(j, l, za[l][1]);
    }
    return za;
  }

  /**
   * start + sum row_i x_i with the rounding errors of products and sums added in at the end (Ogita,
   * Rump and Oishi, "Accurate sum and dot product", 2005): differences of costs 1e-5 apart need it.
   */
  private static double dot(double start, double[] row, int rowOffset, double[] x) {
    double sum = start;
    double errors = 0;
    for (int i = 0; i < x.length; i++) {
      double product = row[rowOffset + i] * x[i];
      double next = sum + product;
      double part = next - sum;
      errors += Math.fma(row[rowOffset + i], x[i], -product);
      errors += (sum - (next - part)) + (product - part);
      sum = next;
    }
    return sum + errors;
  }

  private static double sum(double[] values) {
    double[] ones = new double[values.length];
    Arrays.fill(ones, 1);
    return dot(0, values, 0, ones);
  }

  private static double[] last(double[][][] za) {
    return za[za.length - 1][1];
  }

  private double[] target(double[] y, int j) {
    return sample(y, j, loss.targetRows(layers.getLast().units()));
  }

  private static double[] sample(double[] x, int j, int n) {
    return Arrays.copyOfRange(x, j * n, (j + 1) * n);
  }

  private static double[] activation(Activation g, double[] z) {
    double[] a = new double[z.length];
    double max = Arrays.stream(z).max().orElseThrow();
    double sum = Arrays.stream(z).map(zi -> Math.exp(zi - max)).sum();
    for (int i = 0; i < z.length; i++) {
      double v = z[i];
      a[i] =
          switch (g) {
            case Identity _ -> v;
            case Relu _ -> v > 0 ? v : 0;
            case LeakyRelu leaky -> v > 0 ? v : leaky.slope() * v;
            case Elu elu -> v > 0 ? v : elu.alpha() * Math.expm1(v);
            case Gelu _ -> 0.5 * v * (1 + erf(v / Math.sqrt(2)));
            case GeluTanh _ -> 0.5 * v * (1 + Math.tanh(geluArgument(v)));
            case Silu _ -> v * logistic(v);
            case Sigmoid _ -> logistic(v);
            case Tanh _ -> Math.tanh(v);
            case Softplus _ -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
            case Softmax _ -> Math.exp(v - max) / sum;
            case LogSoftmax _ -> v - max - Math.log(sum);
          };
    }
    return a;
  }

  /** dz from da by the Jacobian of g at z, where a = g(z). */
  private static double[] derivative(Activation g, double[] z, double[] a, double[] da) {
    double[] dz = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      for (int k = 0; k < z.length; k++) {
        if (g instanceof Softmax) {
          dz[i] += da[k] * a[k] * ((i == k ? 1 : 0) - a[i]);
        } else if (g instanceof LogSoftmax) {
          dz[i] += da[k] * ((i == k ? 1 : 0) - Math.exp(a[i]));
        } else if (i == k) {
          dz[i] = da[i] * slope(g, z[i]);
        }
      }
    }
    return dz;
  }

  private static double slope(Activation g, double v) {
    return switch (g) {
      case Identity _ -> 1;
      case Relu _ -> v > 0 ? 1 : 0;
      case LeakyRelu leaky -> v > 0 ? 1 : leaky.slope();
      case Elu elu -> v > 0 ? 1 : elu.alpha() * Math.exp(v);
      case Gelu _ ->
          0.5 * (1 + erf(v / Math.sqrt(2))) + v * Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
      case GeluTanh _ -> {
        double t = Math.tanh(geluArgument(v));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * v * v);
        yield 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * inner;
      }
      case Silu _ -> logistic(v) + v * logistic(v) * logistic(-v);
      case Sigmoid _ -> logistic(v) * logistic(-v);
      case Tanh _ -> 1 / (Math.cosh(v) * Math.cosh(v));
      case Softplus _ -> logistic(v);
      case Softmax _, LogSoftmax _ -> throw new AssertionError("not elementwise");
    };
  }

  private double lossOf(double[][] za, double[] y) {
    double[] yhat = za[1];
    int n = yhat.length;
    double[] terms = new double[n];
    for (int i = 0; i < n; i++) {
      terms[i] =
          switch (loss) {
            case Mse _ -> (yhat[i] - y[i]) * (yhat[i] - y[i]) / n;
            case Mae _ -> Math.abs(yhat[i] - y[i]) / n;
            case Huber huber -> huber(yhat[i] - y[i], huber.delta()) / n;
            case BinaryCrossEntropy _, BinaryCrossEntropyWithLogits _ ->
                y[i] * Math.log1p(Math.exp(-za[0][i]))
                    + (1 - y[i]) * Math.log1p(Math.exp(za[0][i]));
            case SoftmaxCrossEntropy ce ->
                share(ce, y, i) == 0 ? 0 : -share(ce, y, i) * logProbability(yhat, i);
            default -> throw new AssertionError(loss);
          };
    }
    return sum(terms);
  }

  private double[] lossGradient(double[][] za, double[] y) {
    double[] yhat = za[1];
    int n = yhat.length;
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      double error = loss instanceof SoftmaxCrossEntropy ? 0 : yhat[i] - y[i];
      d[i] =
          switch (loss) {
            case Mse _ -> 2 * error / n;
            case Mae _ -> Math.signum(error) / n;
            case Huber huber ->
                (Math.abs(error) <= huber.delta() ? error : huber.delta() * Math.signum(error)) / n;
            case BinaryCrossEntropy _ ->
                -y[i] / logistic(za[0][i]) + (1 - y[i]) / logistic(-za[0][i]);
            case BinaryCrossEntropyWithLogits _ ->
                -y[i] * logistic(-yhat[i]) + (1 - y[i]) * logistic(yhat[i]);
            case SoftmaxCrossEntropy ce -> crossEntropySlope(ce, yhat, y, i);
            default -> throw new AssertionError(loss);
          };
    }
    return d;
  }

  private double crossEntropySlope(SoftmaxCrossEntropy ce, double[] yhat, double[] y, int i) {
    Activation last = layers.getLast().activation();
    if (last instanceof Softmax) {
      return -share(ce, y, i) / yhat[i];
    }
    if (last instanceof LogSoftmax) {
      return -share(ce, y, i);
    }
    double total = 0;
    for (int k = 0; k < yhat.length; k++) {
      total += share(ce, y, k);
    }
    return total * Math.exp(logProbability(yhat, i)) - share(ce, y, i);
  }

  /** log p_i, whatever the last layer's outputs stand for. */
  private double logProbability(double[] yhat, int i) {
    Activation last = layers.getLast().activation();
    if (last instanceof Softmax) {
      return Math.log(yhat[i]);
    }
    if (last instanceof LogSoftmax) {
      return yhat[i];
    }
    double sum = 0;
    for (double z : yhat) {
      sum += Math.exp(z);
    }
    return yhat[i] - Math.log(sum);
  }

  /** The probability that the target gives class i. */
  private static double share(SoftmaxCrossEntropy ce, double[] y, int i) {
    return ce.targets() == SoftmaxCrossEntropy.Targets.ONE_HOT ? y[i] : y[0] == i ? 1 : 0;
  }

  private static double huber(double error, double delta) {
    double e = Math.abs(error);
    return e <= delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
  }

  private static double logistic(double v) {
    return 1 / (1 + Math.exp(-v));
  }

  private static double geluArgument(double v) {
    return Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
  }

  /** 2/sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!!, whose terms all have one sign. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
