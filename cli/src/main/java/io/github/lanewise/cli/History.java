package io.github.lanewise.cli;

import io.github.lanewise.network.Evaluation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

  /** One value per epoch, for a chart. */
  double[] values(ToDoubleFunction<Epoch> value) {
    return epochs.stream().mapToDouble(value).toArray();
  }
}
