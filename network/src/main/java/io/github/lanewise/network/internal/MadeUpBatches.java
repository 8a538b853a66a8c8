package io.github.lanewise.network.internal;

import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;
import java.util.function.IntConsumer;

/**
 * What a predictor warms up with: predictions of so many zeros that end with their arrays, and of
 * some with room behind.
 */
public final class MadeUpBatches implements IntConsumer {
  /** Elements, more than a register tile has rows. */
  private static final int ROOM = 256;

  private final Predictor predictor;
  private final int largest;
  private final int inputs;
  private final int outputs;
  private final float[] x;
  private final float[] yhat;
  private final float[] roomyX;
  private final float[] roomyYhat;

  /** Makes samples up for batches of up to {@code largest}. */
  public MadeUpBatches(Predictor predictor, int largest) {
    Network network = predictor.network();
    this.predictor = predictor;
    this.largest = largest;
    this.inputs = network.inputs();
    this.outputs = network.outputs();
    this.x = new float[largest * inputs];
    this.yhat = new float[largest * outputs];
    this.roomyX = new float[x.length + ROOM];
    this.roomyYhat = new float[yhat.length + ROOM];
  }

  /** Predicts a batch in either place, and none. */
  @Override
  public void accept(int batch) {
    int unused = largest - batch;
    predictor.predict(batch, x, unused * inputs, yhat, unused * outputs);
    predictor.predict(batch, roomyX, 0, roomyYhat, 0); // where tiles may reach beyond
    predictor.predict(0, x, 0, yhat, 0); // C2 leaves out what has never run
  }
}
