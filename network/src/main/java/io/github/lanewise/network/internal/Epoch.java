package io.github.lanewise.network.internal;

import java.util.concurrent.CancellationException;

/**
 * A pass through a data set, step by step, in an order that depends on the seed, the number of the
 * pass and the number of samples. One object serves all epochs of a trainer, one after the other.
 *
 * <p>An epoch uses up its number when it takes the samples of its first step: one that is
 * interrupted before has not begun, one that ends in its middle has been.
 */
public final class Epoch {
  private final Shuffle shuffle;
  private final Batch batch;
  private final int mostOfStep;
  private long number;
  private int samples;
  private int[] order = {};
  private int done;
  private double sum;

  /**
   * Begins nothing yet.
   *
   * @param batch takes the samples of each step
   * @param mostOfStep most samples of a step
   */
  public Epoch(long seed, Batch batch, int mostOfStep) {
    this.shuffle = new Shuffle(seed);
    this.batch = batch;
    this.mostOfStep = mostOfStep;
  }

  /** Puts the samples of the next epoch in order; allocates only if they are more than ever. */
  public void start(int samples) {
    this.samples = samples;
    this.order = shuffle.order(number, samples);
    this.done = 0;
    this.sum = 0;
  }

  /** Returns whether samples are left for another step. */
  public boolean goesOn() {
    return done < samples;
  }

  /**
   * Hands the samples of the next step to the batch.
   *
   * @throws CancellationException if the thread is interrupted, which it stays
   */
  public void takeStep(float[] x, int xOffset, float[] y, int yOffset) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "epoch: interrupted after %d of %d samples".formatted(done, samples));
    }
    if (done == 0) {
      number++;
    }
    batch.take(Math.min(mostOfStep, samples - done), x, xOffset, y, yOffset, order, done);
  }

  /** Adds up what the step has cost. */
  public void endStep(float cost) {
    sum += (double) batch.step() * cost;
    done += batch.step();
  }

  /** Returns the mean of J over the samples, each as its step was taken. */
  public float cost() {
    return (float) (sum / samples);
  }

  /** Returns the number of the present epoch, counted from 1; 0 before the first. */
  public long number() {
    return number;
  }

  /** Returns the bytes of the order: 4 for each sample of the largest data set so far. */
  public long bytes() {
    return (long) order.length * Integer.BYTES;
  }
}
