package io.github.lanewise.bench;

import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;

/**
 * EJML. It stores matrices by rows, so that each array here is the transpose of its matrix, and it
 * multiplies {@code C^T = op(B)^T op(A)^T}.
 */
public final class Ejml implements GemmProvider {

  @Override
  public String id() {
    return "ejml";
  }

  @Override
  public GemmLibrary open(int threads) {
    EjmlConcurrency.setMaxThreads(threads);
    return new Library(threads);
  }

  private record Library(int threads) implements GemmLibrary {

    @Override
    public String describe() {
      return threads == 1 ? "EJML, CommonOps_FDRM" : "EJML, CommonOps_MT_FDRM";
    }

    @Override
    public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
      FMatrixRMaj left = FMatrixRMaj.wrap(b.length / problem.ldb(), problem.ldb(), b);
      FMatrixRMaj right = FMatrixRMaj.wrap(a.length / problem.lda(), problem.lda(), a);
      FMatrixRMaj result = new FMatrixRMaj(problem.n(), problem.m());
      result.fill(Float.NaN);
      return new Product(problem.transposes(), threads > 1, left, right, result);
    }
  }

  private record Product(
      Transposes transposes,
      boolean concurrent,
      FMatrixRMaj left,
      FMatrixRMaj right,
      FMatrixRMaj product)
      implements GemmProduct {

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        if (concurrent) {
          multiplyConcurrently();
        } else {
          multiply();
        }
      }
    }

    private void multiply() {
      switch (transposes) {
        case NN -> CommonOps_FDRM.mult(left, right, product);
        case NT -> CommonOps_FDRM.multTransA(left, right, product);
        case TN -> CommonOps_FDRM.multTransB(left, right, product);
        case TT -> CommonOps_FDRM.multTransAB(left, right, product);
      }
    }

    private void multiplyConcurrently() {
      switch (transposes) {
        case NN -> CommonOps_MT_FDRM.mult(left, right, product);
        case NT -> CommonOps_MT_FDRM.multTransA(left, right, product);
        case TN -> CommonOps_MT_FDRM.multTransB(left, right, product);
        case TT -> CommonOps_MT_FDRM.multTransAB(left, right, product);
      }
    }

    @Override
    public float[] result() {
      return product.getData();
    }
  }
}
