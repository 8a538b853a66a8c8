package io.github.lanewise.cli;

import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;

/** The outputs of a network for many samples. */
final class Predictions {
  private static final int MOST_SAMPLES = 256;

  /** Elements of the two halves of a predictor's buffer. */
  private static final int MOST_ELEMENTS = 1 << 26;

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
    int widest =
        Math.max(
            network.inputs(), network.layers().stream().mapToInt(Layer::units).max().getAsInt());
    int most = Math.clamp(MOST_ELEMENTS / widest / 2, 1, Math.clamp(samples, 1, MOST_SAMPLES));
    Predictor predictor = network.predictor(most);
    float[] outputs = new float[Math.multiplyExact(samples, network.outputs())];
    for (int done = 0; done < samples; done += most) {
      int batch = Math.min(most, samples - done);
      predictor.predict(batch, x, done * network.inputs(), outputs, done * network.outputs());
    }
    return outputs;
  }
}
