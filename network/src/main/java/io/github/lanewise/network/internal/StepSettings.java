package io.github.lanewise.network.internal;

import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Loss;
import io.github.lanewise.network.Scaler;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer's steps compute, and how much of it at once: read by all that plan, share or take
 * them.
 *
 * @param scaler of the network, if it has one
 * @param stateSlots numbers the optimizer keeps per parameter
 * @param batch most samples that are computed at once
 * @param accumulate most batches of a step
 * @param lambda of the L2 term
 * @param dropout says which layers drop units
 * @param clipValue most that a value of the gradient may be, up or down; infinity for no limit
 * @param clipNorm most that the norm of the gradient may be; infinity for no limit
 * @param keepsGradients whether dW and db of a step are to be there after it
 */
public record StepSettings(
    List<Layer> layers,
    @Nullable Scaler scaler,
    Loss loss,
    int stateSlots,
    int batch,
    int accumulate,
    float lambda,
    Dropout dropout,
    float clipValue,
    float clipNorm,
    boolean keepsGradients) {

  /** Returns the most samples of a step. */
  long mostOfStep() {
    return (long) batch * accumulate;
  }

  /** Returns whether the L2 term is there, and with it the squares of the weights. */
  boolean hasL2() {
    return lambda > 0;
  }

  /** Returns whether gradients are clipped, for which their norm is needed. */
  boolean clips() {
    return Math.min(clipValue, clipNorm) < Float.POSITIVE_INFINITY;
  }

  /**
   * Asks the loss whether it reads Z[L] and contains g[L], so that A[L] is not kept.
   *
   * @throws IllegalArgumentException if it can't follow g[L]
   */
  boolean jointLoss() {
    Loss.Input input = loss.input(layers.getLast().activation());
    return Objects.requireNonNull(input, "loss.input") == Loss.Input.LOGITS;
  }

  /**
   * Asks the loss for the values per target.
   *
   * @throws IllegalArgumentException if they are negative
   */
  int targetRows() {
    int rows = loss.targetRows(layers.getLast().units());
    if (rows < 0) {
      throw new IllegalArgumentException(
          "trainer: loss.targetRows must be >= 0, got targetRows=" + rows);
    }
    return rows;
  }
}
