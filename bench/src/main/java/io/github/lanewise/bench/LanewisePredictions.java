package io.github.lanewise.bench;

import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;
import java.util.Arrays;

/** Lanewise's own predictions, on the caller's thread. */
final class LanewisePredictions implements PredictionLibrary {

  @Override
  public String describe() {
    return Lanewise.describe();
  }

  @Override
  public Prediction prediction(Network network, int batch, float[] x) {
    return new OfPredictor(network, batch, x);
  }

  private static final class OfPredictor implements Prediction {

    private final Predictor predictor;
    private final int batch;
    private final float[] x;
    private final float[] yhat;

    OfPredictor(Network network, int batch, float[] x) {
      predictor = network.predictor(batch);
      this.batch = batch;
      this.x = x;
      yhat = new float[batch * network.outputs()];
      Arrays.fill(yhat, Float.NaN);
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        predictor.predict(batch, x, 0, yhat, 0);
      }
    }

    @Override
    public float[] result() {
      return yhat;
    }
  }
}
