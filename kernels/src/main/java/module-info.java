/**
 * SIMD kernels for dense neural networks: matrix products, activations, reductions and optimizer
 * updates over caller-owned arrays.
 */
// "module": the qualified exports name modules that are compiled after this one.
@SuppressWarnings("module")
module io.github.lanewise.kernels {
  requires java.management;
  requires jdk.incubator.vector;
  requires jdk.management;
  requires static org.jspecify;

  exports io.github.lanewise.kernels;
  exports io.github.lanewise.kernels.internal to
      io.github.lanewise.network,
      io.github.lanewise.cli,
      io.github.lanewise.bench;
}
