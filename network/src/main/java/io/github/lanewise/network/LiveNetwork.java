package io.github.lanewise.network;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The network that is in service: {@link #publish} hands a better one to all its predictors in one
 * atomic step, while they run.
 *
 * <p>Each call of a predictor computes all its samples with the scaler and the weights of one
 * network, the current one when it began. Nobody waits for anybody, and a predictor that has used a
 * network never goes back to an older one. Safe for any number of threads.
 */
public final class LiveNetwork {
  private final AtomicReference<Network> current;

  // Whether a predictor of several samples wants packed weights, and whether one wants panels too.
  private volatile boolean packs;
  private volatile boolean packsForPanels;

  /** Starts with a network. */
  public LiveNetwork(Network network) {
    current = new AtomicReference<>(Objects.requireNonNull(network, "network"));
  }

  /** Returns the network that was published last. */
  public Network network() {
    return current.getAcquire();
  }

  /**
   * Makes a network the current one, for every call that begins from now on. Its scaler and its
   * metadata may be others. Where predictors of several samples are at work, its weights are packed
   * for them first, so that none of them has to.
   *
   * @throws IllegalArgumentException if its layers are not those of the present one
   */
  public void publish(Network network) {
    Objects.requireNonNull(network, "network");
    checkLayers(network().layers(), network.layers());
    packFor(network);
    current.set(network);
    packFor(network); // again: a predictor that wants more may have come in between
  }

  private void packFor(Network network) {
    if (packs) {
      network.pack(packsForPanels);
    }
  }

  /** Has weights packed from now on. Either this sees a network published meanwhile, or it us. */
  void pack(boolean forPanels) {
    if (forPanels) {
      packsForPanels = true;
    }
    packs = true;
    packFor(Objects.requireNonNull(current.get()));
  }

  /** Returns a predictor of one sample at a time. */
  public Predictor predictor() {
    return predictor(1);
  }

  /**
   * Returns a predictor of up to {@code maxBatch} samples at a time; one per thread. For more than
   * one, weights are packed from now on, as {@link Network#predictor(int)} says.
   *
   * @throws IllegalArgumentException if {@code maxBatch} is below 1, or its buffers would exceed an
   *     array
   */
  public Predictor predictor(int maxBatch) {
    return new Predictor(this, maxBatch);
  }

  private static void checkLayers(List<Layer> expected, List<Layer> layers) {
    if (layers.size() != expected.size()) {
      throw new IllegalArgumentException(
          "publish: layers must be %d, got layers=%d".formatted(expected.size(), layers.size()));
    }
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).equals(expected.get(i))) {
        throw new IllegalArgumentException(
            "publish: layer %d must be %s, got %s".formatted(i, expected.get(i), layers.get(i)));
      }
    }
  }
}
