package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;
import java.util.Arrays;

/** Peers that are on the class path of the tests, where the real ones need not be. */
final class FakePeers {

  private FakePeers() {}

  /** Multiplies in double precision, from the last product to the first. */
  public static final class Right implements GemmProvider {

    @Override
    public String id() {
      return "right";
    }

    @Override
    public GemmLibrary open(int threads) {
      return new Library(0);
    }
  }

  /** As the right one, but for its last element. */
  public static final class Wrong implements GemmProvider {

    @Override
    public String id() {
      return "wrong";
    }

    @Override
    public GemmLibrary open(int threads) {
      return new Library(0.01f);
    }
  }

  /** As the right one, but it refuses to run products without a transpose. */
  public static final class Picky implements GemmProvider {

    @Override
    public String id() {
      return "picky";
    }

    @Override
    public GemmLibrary open(int threads) {
      return new PickyLibrary(new Library(0));
    }
  }

  private record PickyLibrary(GemmLibrary right) implements GemmLibrary {

    @Override
    public String describe() {
      return right.describe();
    }

    @Override
    public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
      return problem.transposes() == Transposes.NN ? new Refused() : right.product(problem, a, b);
    }
  }

  private static final class Refused implements GemmProduct {

    @Override
    public void run(int times) {
      throw new IllegalArgumentException("unsupported shape");
    }

    @Override
    public float[] result() {
      return new float[0];
    }
  }

  /** Not on this machine. */
  public static final class Missing implements GemmProvider {

    @Override
    public String id() {
      return "missing";
    }

    @Override
    public GemmLibrary open(int threads) {
      throw new UnsupportedOperationException("libmissing.so is not installed");
    }
  }

  private record Library(float error) implements GemmLibrary {

    @Override
    public String describe() {
      return "a fake with OMP_NUM_THREADS=" + System.getenv("OMP_NUM_THREADS");
    }

    @Override
    public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
      return new Product(problem, a, b, error);
    }
  }

  private static final class Product implements GemmProduct {

    private final GemmProblem problem;
    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final float error;

    Product(GemmProblem problem, float[] a, float[] b, float error) {
      this.problem = problem;
      this.a = a;
      this.b = b;
      this.error = error;
      c = new float[problem.m() * problem.n()];
      Arrays.fill(c, Float.NaN);
    }

    @Override
    public float[] result() {
      return c;
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        multiply();
      }
    }

    private void multiply() {
      boolean plainA = problem.transposes().a() == Transpose.NO;
      boolean plainB = problem.transposes().b() == Transpose.NO;
      for (int j = 0; j < problem.n(); j++) {
        for (int i = 0; i < problem.m(); i++) {
          double sum = 0;
          for (int p = problem.k() - 1; p >= 0; p--) {
            double left = a[plainA ? i + p * problem.lda() : p + i * problem.lda()];
            sum += left * b[plainB ? p + j * problem.ldb() : j + p * problem.ldb()];
          }
          c[i + j * problem.m()] = (float) sum;
        }
      }
      c[c.length - 1] += error;
    }
  }
}
