package io.github.lanewise.network.internal;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Loss;
import java.util.List;

/** Settings of steps, for what is planned from them. */
final class StepCases {
  private StepCases() {}

  /** Settings without dropout, clipping and L2 term, whose loss only says what it reads. */
  static StepSettings plain(
      List<Layer> layers, boolean jointLoss, int targetRows, int stateSlots, int batch) {
    return new StepSettings(
        layers,
        null,
        loss(jointLoss, targetRows),
        stateSlots,
        batch,
        1,
        0,
        new Dropout(0, new float[layers.size()]),
        Float.POSITIVE_INFINITY,
        Float.POSITIVE_INFINITY,
        false);
  }

  static Loss loss(boolean jointLoss, int targetRows) {
    return new Loss() {
      @Override
      public Input input(Activation last) {
        return jointLoss ? Input.LOGITS : Input.OUTPUT;
      }

      @Override
      public int targetRows(int outputs) {
        return targetRows;
      }

      @Override
      public void forward(
          int outputs,
          int samples,
          float[] yhat,
          int yhatOffset,
          float[] y,
          int yOffset,
          float[] losses,
          int lossesOffset) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void backward(
          int outputs,
          int samples,
          float[] yhat,
          int yhatOffset,
          float[] y,
          int yOffset,
          float[] gradient,
          int gradientOffset) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
