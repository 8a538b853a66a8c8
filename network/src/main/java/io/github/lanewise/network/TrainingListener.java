package io.github.lanewise.network;

/**
 * Is told how training goes, on the thread that trains. What it throws ends the step or epoch that
 * has just been done, which stands, and reaches the trainer's caller.
 */
public interface TrainingListener {
  /**
   * A step is done. The trainer is still inside: of its methods only {@link Trainer#steps} and
   * {@link Trainer#learningRate()} may be called.
   *
   * @param step its number, counted from 1
   * @param samples those of this step
   * @param cost J before the update
   */
  default void step(long step, int samples, float cost) {}

  /**
   * An epoch is done. Every method of the trainer may be called: to evaluate, to save its network,
   * to set the learning rate.
   *
   * @param epoch its number, counted from 1
   * @param samples those of the epoch
   * @param cost mean of J over them, each as its step was taken
   */
  default void epoch(long epoch, int samples, float cost) {}
}
