package io.github.lanewise.cli;

import io.github.lanewise.network.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/** How a network did after each epoch. */
final class History {
  /** After one epoch, on the part it learned from and on the part it did not. */
  record Epoch(Evaluation training, Evaluation validation) {}

  private final List<Epoch> epochs = new ArrayList<>();

  void add(Epoch epoch) {
    epochs.add(epoch);
  }

  int size() {
    return epochs.size();
  }

  List<Epoch> epochs() {
    return Collections.unmodifiableList(epochs);
  }

  /**
   * The number of the epoch, from 1, after which the validation loss was lowest, where that says
   * something about how many to take: it is the last one and that loss fell by more than {@code
   * notable} of itself in the last tenth of the epochs, or the loss has risen by more since. Up to
   * ten epochs say nothing.
   */
  OptionalInt epochOfLowestValidationLoss(double notable) {
    if (epochs.size() <= 10) {
      return OptionalInt.empty();
    }
    double[] losses = values(epoch -> epoch.validation().meanLoss());
    int last = losses.length - 1;
    int lowest = last;
    for (int i = last - 1; i >= 0; i--) {
      if (losses[i] < losses[lowest]) {
        lowest = i;
      }
    }
    int other = lowest == last ? last - Math.ceilDiv(last, 10) : last;
    if (losses[lowest] < losses[other] * (1 - notable)) {
      return OptionalInt.of(lowest + 1);
    }
    return OptionalInt.empty();
  }

  /** One value per epoch, for a chart. */
  double[] values(ToDoubleFunction<Epoch> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }
}
