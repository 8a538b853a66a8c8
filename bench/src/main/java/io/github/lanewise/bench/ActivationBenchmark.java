package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Activation.DerivativeInput;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * {@code A := g(Z)} and {@code dZ := dA (.) g'(Z)}, with Z uniform in [-4, 4). {@link Benchmarks}
 * replaces the parameter's default, which is no activation, with all that there are.
 */
public class ActivationBenchmark extends StreamingBenchmark {

  static final String PARAMETER = "activation";

  @Param("all")
  String activation;

  private Activation g;
  private int columns;
  private float[] floats;
  private int z;
  private int a;
  private int dA;
  private int dZ;
  private int saved;

  @Override
  @Setup
  public void setUp() {
    g = Activation.of(activation);
    columns = where.columns(3);
    int length = Where.ROWS * columns;
    Slab slab = new Slab(length, length, length, length).fill(0, -4f, 4f).fill(2, -1f, 1f);
    floats = slab.array;
    z = slab.offset(0);
    a = slab.offset(1);
    dA = slab.offset(2);
    dZ = slab.offset(3);
    saved = g.derivativeInput() == DerivativeInput.OUTPUT ? a : z;
    forward();
  }

  @Benchmark
  public void forward() {
    g.forward(Where.ROWS, columns, floats, z, Where.ROWS, floats, a, Where.ROWS);
  }

  @Benchmark
  public void backward() {
    g.backward(
        Where.ROWS,
        columns,
        floats,
        dA,
        Where.ROWS,
        floats,
        saved,
        Where.ROWS,
        floats,
        dZ,
        Where.ROWS);
  }

  /** Only for activations that leave their own results as they are, so that values stay put. */
  void forwardInPlace() {
    g.forward(Where.ROWS, columns, floats, z, Where.ROWS, floats, z, Where.ROWS);
  }

  long elements() {
    return (long) Where.ROWS * columns;
  }

  /** Z read, A written. */
  long floatsMovedByForward() {
    return 2L * elements();
  }

  /** dA and what was saved read, dZ written. */
  long floatsMovedByBackward() {
    return 3L * elements();
  }
}
