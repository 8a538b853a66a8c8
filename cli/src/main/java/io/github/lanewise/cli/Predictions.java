package io.github.lanewise.cli;

import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;

/** The outputs of a network for many samples. */
final class Predictions {
  private static final int BATCH = 256;

  private Predictions() {}

  /** Floating-point operations of one sample: W A of every layer. */
  static long flopsPerSample(Network network) {
    long flops = 0;
    for (Layer layer : network.layers()) {
      flops += 2L * layer.inputs() * layer.units();
    }
    return flops;
  }

  /**
   * Returns the outputs, outputs x samples, column-major.
   *
   * @param x features x samples, column-major
   */
  static float[] of(Network network, int samples, float[] x) {
    Predictor predictor = network.predictor(Math.min(BATCH, samples));
    float[] outputs = new float[Math.multiplyExact(samples, network.outputs())];
    for (int done = 0; done < samples; done += BATCH) {
      int batch = Math.min(BATCH, samples - done);
      predictor.predict(batch, x, done * network.inputs(), outputs, done * network.outputs());
    }
    return outputs;
  }
}
