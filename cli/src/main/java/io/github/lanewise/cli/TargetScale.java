package io.github.lanewise.cli;

import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and spread of the numbers to predict. A network learns {@code (y - mean) / spread}, so that
 * one learning rate suits prices and percentages alike; afterwards both go into its last layer.
 */
record TargetScale(double mean, double spread) {

  /** Fits the mean and the standard deviation. */
  static TargetScale of(float[] y) {
    double sum = 0;
    for (float value : y) {
      sum += value;
    }
    double mean = sum / y.length;
    double squares = 0;
    for (float value : y) {
      squares += (value - mean) * (value - mean);
    }
    double spread = Math.sqrt(squares / y.length);
    return new TargetScale(mean, spread > 0 ? spread : 1);
  }

  float[] apply(float[] y) {
    float[] scaled = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      scaled[i] = (float) ((y[i] - mean) / spread);
    }
    return scaled;
  }

  /**
   * Returns the network that predicts y where {@code network}, linear at its end, predicts scaled
   * y.
   */
  Network undo(Network network) {
    List<Layer> layers = network.layers();
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      weights.add(network.weights(l));
      biases.add(network.biases(l));
    }
    float[] W = weights.getLast();
    for (int i = 0; i < W.length; i++) {
      W[i] = (float) (W[i] * spread);
    }
    float[] b = biases.getLast();
    for (int i = 0; i < b.length; i++) {
      b[i] = (float) (b[i] * spread + mean);
    }
    return network
        .scaler()
        .map(scaler -> Network.of(layers, weights, biases, scaler))
        .orElseGet(() -> Network.of(layers, weights, biases));
  }
}
