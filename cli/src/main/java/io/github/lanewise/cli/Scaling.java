package io.github.lanewise.cli;

import io.github.lanewise.network.Scaler;
import java.util.Locale;
import java.util.Optional;

/** What is done to the features first, fitted to the training part. */
enum Scaling {
  STANDARD,
  MINMAX,
  NONE;

  Optional<Scaler> fit(int features, int samples, float[] x) {
    return switch (this) {
      case STANDARD -> Optional.of(Scaler.standard(features, samples, x, 0));
      case MINMAX -> Optional.of(Scaler.minMax(features, samples, x, 0));
      case NONE -> Optional.empty();
    };
  }

  /** As it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
