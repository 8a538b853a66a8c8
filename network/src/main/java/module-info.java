/** Dense neural networks: layers, losses, optimizers, training and inference. */
module io.github.lanewise.network {
  requires transitive io.github.lanewise.kernels;
  requires static org.jspecify;

  exports io.github.lanewise.network;
}
