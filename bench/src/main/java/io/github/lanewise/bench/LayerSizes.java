package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.network.Network;
import java.util.Arrays;

/** The layers of a network, first the inputs: written {@code 784-128-10}. */
record LayerSizes(String text) {

  /** Requires at least an input and an output size. */
  LayerSizes {
    if (!text.matches("[1-9]\\d{0,5}(-[1-9]\\d{0,5})+")) {
      throw new IllegalArgumentException("network must look like 784-128-10, got " + text);
    }
  }

  /** The size of the inputs, then of each layer. */
  int[] sizes() {
    return Arrays.stream(text.split("-")).mapToInt(Integer::parseInt).toArray();
  }

  /** A network with ReLU between its layers and none at its end, its weights drawn from a seed. */
  Network network() {
    return network(new Identity());
  }

  /** A network with ReLU between its layers, its weights drawn from a seed. */
  Network network(Activation last) {
    int[] sizes = sizes();
    Network.Builder network = Network.builder(sizes[0]).seed(1);
    for (int l = 1; l < sizes.length - 1; l++) {
      network.layer(sizes[l], new Relu());
    }
    return network.layer(sizes[sizes.length - 1], last).build();
  }
}
