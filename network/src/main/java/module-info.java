/** Dense neural networks: layers, losses, optimizers, training and inference. */
// "module": the qualified export names a module that is compiled after this one.
@SuppressWarnings("module")
module io.github.lanewise.network {
  requires java.management;
  requires jdk.jfr;
  requires jdk.management;
  requires transitive io.github.lanewise.kernels;
  requires static org.jspecify;

  exports io.github.lanewise.network;
  exports io.github.lanewise.network.internal to
      io.github.lanewise.cli;
}
