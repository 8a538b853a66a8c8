package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Activation.DerivativeInput;
import io.github.lanewise.network.internal.SplitMix64;

/**
 * Gradient descent in the plainest code, one loop per equation and in the orders that
 * docs/design.md states. Only activations and losses are the library's, one sample at a time.
 */
final class ScalarTrainer {
  /** Weights whose squares are added up in float. */
  private static final int BLOCK = 4096;

  private final Network network;
  private final Loss loss;
  private final float learningRate;
  private final int last;
  private final int[] n;
  private final float[][] W;
  private final float[][] b;
  private final float[][] dW;
  private final float[][] db;

  float lambda;
  float clipValue = Float.POSITIVE_INFINITY;
  float clipNorm = Float.POSITIVE_INFINITY;
  float dropout;
  long seed;
  private long steps;

  ScalarTrainer(Network network, Loss loss, float learningRate) {
    this.network = network;
    this.loss = loss;
    this.learningRate = learningRate;
    last = network.layers().size();
    n = new int[last + 1];
    W = new float[last + 1][];
    b = new float[last + 1][];
    dW = new float[last + 1][];
    db = new float[last + 1][];
    n[0] = network.inputs();
    for (int l = 1; l <= last; l++) {
      n[l] = network.layers().get(l - 1).units();
      W[l] = network.weights(l - 1);
      b[l] = network.biases(l - 1);
    }
  }

  float[] weights(int layer) {
    return W[layer + 1];
  }

  float[] biases(int layer) {
    return b[layer + 1];
  }

  /** Takes a step and returns J before its update. */
  float step(int m, float[] x, float[] y) {
    steps++;
    float[] losses = new float[m];
    for (int l = 1; l <= last; l++) {
      dW[l] = new float[W[l].length];
      db[l] = new float[b[l].length];
    }
    for (int j = 0; j < m; j++) {
      addGradients(j, x, y, losses);
    }
    float cost = cost(losses);
    float inverse = (float) (1.0 / m);
    float decay = (float) ((double) lambda / m);
    for (int l = 1; l <= last; l++) {
      for (int i = 0; i < dW[l].length; i++) {
        float mean = inverse * dW[l][i];
        dW[l][i] = decay == 0 ? mean : Math.fma(decay, W[l][i], mean);
      }
      for (int i = 0; i < db[l].length; i++) {
        db[l][i] *= inverse;
      }
    }
    double norm = norm();
    float scale = norm > clipNorm ? (float) (clipNorm / norm) : 1;
    for (int l = 1; l <= last; l++) {
      update(W[l], dW[l], scale);
      update(b[l], db[l], scale);
    }
    return cost;
  }

  private float cost(float[] losses) {
    int m = losses.length;
    double squares = 0;
    for (int l = 1; l <= last && lambda != 0; l++) {
      for (int start = 0; start < W[l].length; start += BLOCK) {
        squares += squares(W[l], start, Math.min(BLOCK, W[l].length - start));
      }
    }
    double sum = sum(Float::sum, losses, 0, m);
    return (float) (sum / m + lambda / (2.0 * m) * squares);
  }

  private void update(float[] parameters, float[] d, float scale) {
    for (int i = 0; i < parameters.length; i++) {
      float clipped = Math.clamp(scale * d[i], -clipValue, clipValue);
      parameters[i] = Math.fma(-learningRate, clipped, parameters[i]);
    }
  }

  private void addGradients(int j, float[] x, float[] y, float[] losses) {
    float[][] Z = new float[last + 1][];
    float[][] G = new float[last + 1][];
    float[][] A = new float[last + 1][];
    A[0] = new float[n[0]];
    System.arraycopy(x, j * n[0], A[0], 0, n[0]);
    for (int l = 1; l <= last; l++) {
      Z[l] = b[l].clone();
      for (int k = 0; k < n[l - 1]; k++) {
        for (int i = 0; i < n[l]; i++) {
          Z[l][i] = Math.fma(W[l][i + k * n[l]], A[l - 1][k], Z[l][i]);
        }
      }
      G[l] = new float[n[l]];
      g(l).forward(n[l], 1, Z[l], 0, n[l], G[l], 0, n[l]);
      A[l] = dropped(j, l, G[l]);
    }
    boolean joint = loss.input(g(last)) == Loss.Input.LOGITS;
    float[] dA = new float[n[last]];
    float[] yhat = joint ? Z[last] : A[last];
    int targets = j * loss.targetRows(n[last]);
    loss.forward(n[last], 1, yhat, 0, y, targets, losses, j);
    loss.backward(n[last], 1, yhat, 0, y, targets, dA, 0);
    for (int l = last; l >= 1; l--) {
      float[] dZ = dropped(j, l, dA);
      if (!(l == last && joint)) {
        float[] saved = g(l).derivativeInput() == DerivativeInput.INPUT ? Z[l] : G[l];
        g(l).backward(n[l], 1, dZ, 0, n[l], saved, 0, n[l], dZ, 0, n[l]);
      }
      dA = new float[n[l - 1]];
      for (int i = 0; i < n[l]; i++) {
        for (int k = 0; k < n[l - 1]; k++) {
          dA[k] = Math.fma(W[l][i + k * n[l]], dZ[i], dA[k]);
          dW[l][i + k * n[l]] = Math.fma(dZ[i], A[l - 1][k], dW[l][i + k * n[l]]);
        }
        db[l][i] += dZ[i];
      }
    }
  }

  private float[] dropped(int j, int l, float[] a) {
    float[] kept = a.clone();
    for (int i = 0; i < a.length && l < last; i++) {
      kept[i] = a[i] * factor(seed, steps, l, j, i, dropout);
    }
    return kept;
  }

  /** What unit i of layer l is multiplied by in sample j of a step: the definition of dropout. */
  static float factor(long seed, long step, int l, int j, int i, float rate) {
    long key = SplitMix64.output(seed, -1);
    for (long part : new long[] {step, l, j, i / 2}) {
      key = SplitMix64.output(key, part);
    }
    long h = i % 2 == 0 ? key & 0xFFFF_FFFFL : key >>> 32;
    return h < rate * 0x1p32 ? 0 : (float) (1 / (1.0 - rate));
  }

  private double norm() {
    double sum = 0;
    for (int l = 1; l <= last; l++) {
      for (int k = 0; k < n[l - 1]; k++) {
        sum += squares(dW[l], k * n[l], n[l]);
      }
      sum += squares(db[l], 0, n[l]);
    }
    return Math.sqrt(sum);
  }

  private static float squares(float[] d, int offset, int length) {
    return sum((sum, x) -> Math.fma(x, x, sum), d, offset, length);
  }

  private interface Chain {
    float add(float sum, float x);
  }

  /** Sixteen chains over whole blocks, a halving tree, then the rest. */
  private static float sum(Chain chain, float[] d, int offset, int length) {
    float[] chains = new float[16];
    int whole = length / 16 * 16;
    for (int p = 0; p < whole; p++) {
      chains[p % 16] = chain.add(chains[p % 16], d[offset + p]);
    }
    for (int half = 8; half >= 1; half /= 2) {
      for (int r = 0; r < half; r++) {
        chains[r] += chains[r + half];
      }
    }
    float sum = chains[0];
    for (int p = whole; p < length; p++) {
      sum = chain.add(sum, d[offset + p]);
    }
    return sum;
  }

  private Activation g(int l) {
    return network.layers().get(l - 1).activation();
  }
}
