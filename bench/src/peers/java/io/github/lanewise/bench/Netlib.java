package io.github.lanewise.bench;

import dev.ludovic.netlib.blas.JavaBLAS;
import io.github.lanewise.kernels.Transpose;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The BLAS of dev.ludovic.netlib, in its form on the Vector API. */
public final class Netlib implements GemmProvider {

  private static final String VECTOR_FORM = "VectorBLAS";

  /** Tells which native BLAS netlib has found, which is not what runs here. */
  private static final Logger NOISE = Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  @Override
  public String id() {
    return "netlib";
  }

  @Override
  public GemmLibrary open(int threads) {
    PeerProvider.requireThreads(threads, 1);
    NOISE.setLevel(Level.OFF);
    JavaBLAS blas = JavaBLAS.getInstance();
    String form = blas.getClass().getSimpleName();
    if (!form.equals(VECTOR_FORM)) {
      throw new UnsupportedOperationException(
          "runs as " + form + "; for " + VECTOR_FORM + " add --add-modules jdk.incubator.vector");
    }
    return new Library(blas);
  }

  private record Library(JavaBLAS blas) implements GemmLibrary {

    @Override
    public String describe() {
      return "dev.ludovic.netlib " + blas.getClass().getSimpleName();
    }

    @Override
    public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
      return new Product(blas, problem, a, b);
    }
  }

  private static final class Product implements GemmProduct {

    private final JavaBLAS blas;
    private final GemmProblem problem;
    private final String transA;
    private final String transB;
    private final float[] a;
    private final float[] b;
    private final float[] c;

    Product(JavaBLAS blas, GemmProblem problem, float[] a, float[] b) {
      this.blas = blas;
      this.problem = problem;
      transA = letter(problem.transposes().a());
      transB = letter(problem.transposes().b());
      this.a = a;
      this.b = b;
      c = new float[problem.m() * problem.n()];
      Arrays.fill(c, Float.NaN);
    }

    private static String letter(Transpose transpose) {
      return transpose == Transpose.NO ? "N" : "T";
    }

    @Override
    public void run(int times) {
      int m = problem.m();
      int n = problem.n();
      int k = problem.k();
      int lda = problem.lda();
      int ldb = problem.ldb();
      for (int i = 0; i < times; i++) {
        blas.sgemm(transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, m);
      }
    }

    @Override
    public float[] result() {
      return c;
    }
  }
}
