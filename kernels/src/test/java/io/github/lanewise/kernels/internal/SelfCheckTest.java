package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Transpose;
import io.github.lanewise.testing.ChildJvm;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The self-check passes the kernels, sees one wrong bit, and costs a first use a few ms. */
class SelfCheckTest {

  private static final long LIMIT_NANOS = 20_000_000;
  private static final int MOST_FORKS = 10;

  private static final String START = "the self-check of the vector kernels ";
  private static final String END =
      ": please report it with the output of java -version; -Dlanewise.simd=force runs them all the"
          + " same; -Dlanewise.simd=off computes the same bits with plain loops";

  /** Gets something wrong in C, which has its first and its last element here. */
  private interface Fault {
    void change(String transposes, float[] c, int first, int last);
  }

  private static final Fault NONE = (transposes, c, first, last) -> {};

  /** The scalar definitions, with a fault. */
  private static class Definitions implements SelfCheck.Path {

    private final Fault fault;
    private int products;

    Definitions(Fault fault) {
      this.fault = fault;
    }

    @Override
    public void multiply(
        boolean aTransposed,
        boolean bTransposed,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aOffset,
        int lda,
        float[] b,
        int bOffset,
        int ldb,
        float beta,
        float[] c,
        int cOffset,
        int ldc) {
      products++;
      ScalarGemm.multiply(
          aTransposed,
          bTransposed,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc);
      String transposes = (aTransposed ? "T" : "N") + (bTransposed ? "T" : "N");
      fault.change(transposes, c, cOffset, cOffset + m - 1 + (n - 1) * ldc);
    }

    @Override
    public void exp(int length, float[] x, float[] out) {
      for (int i = 0; i < length; i++) {
        out[i] = ScalarMath.exp(x[i]);
      }
    }
  }

  /**
   * Uses two kernels without a check, then checks, for the first time, and prints the nanoseconds
   * of CPU time that the check took.
   */
  static final class FirstUse {
    public static void main(String[] args) {
      Gemm.gemm(
          Transpose.NO,
          Transpose.NO,
          40,
          2,
          3,
          1f,
          new float[120],
          0,
          40,
          new float[6],
          0,
          3,
          0f,
          new float[80],
          0,
          40,
          new GemmWorkspace());
      new Sigmoid().forward(40, 1, new float[40], 0, 40, new float[40], 0, 40);
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      String failure = SelfCheck.failure();
      long nanos = threads.getCurrentThreadCpuTime() - before;
      System.out.println(failure == null ? nanos : failure);
    }
  }

  @Test
  void passesTheKernelsAndTheirDefinitions() {
    assertThat(SelfCheck.failure()).isNull();
    Definitions definitions = new Definitions(NONE);
    assertThat(SelfCheck.failure(definitions)).isNull();
    assertThat(definitions.products).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NN", "NT", "TN", "TT"})
  void seesOneWrongBitInAnyTransposition(String wrong) {
    SelfCheck.Path path =
        new Definitions((transposes, c, first, last) -> {
          if (transposes.equals(wrong)) {
            c[last] = Math.nextUp(c[last]);
          }
        });
    assertThat(SelfCheck.failure(path))
        .startsWith(START + "gave ")
        .contains(" in a " + wrong + " product of ")
        .endsWith(END);
  }

  @Test
  void seesAWriteBesideTheResult() {
    SelfCheck.Path path =
        new Definitions((transposes, c, first, last) -> c[Math.max(0, first - 1)] = 1f);
    assertThat(SelfCheck.failure(path)).startsWith(START + "gave 1.0 instead of NaN in a NN");
  }

  @Test
  void seesARoundedProduct() {
    SelfCheck.Path wrong =
        new Definitions(NONE) {
          @Override
          public void multiply(
              boolean aTransposed,
              boolean bTransposed,
              int m,
              int n,
              int k,
              float alpha,
              float[] a,
              int aOffset,
              int lda,
              float[] b,
              int bOffset,
              int ldb,
              float beta,
              float[] c,
              int cOffset,
              int ldc) {
            for (int j = 0; j < n; j++) {
              for (int i = 0; i < m; i++) {
                int ij = cOffset + i + j * ldc;
                float sum = beta == 0f ? 0f : beta * c[ij];
                for (int p = 0; p < k; p++) {
                  float aip = aTransposed ? a[aOffset + p + i * lda] : a[aOffset + i + p * lda];
                  float bpj = bTransposed ? b[bOffset + j + p * ldb] : b[bOffset + p + j * ldb];
                  sum += alpha * aip * bpj;
                }
                c[ij] = sum;
              }
            }
          }
        };
    assertThat(SelfCheck.failure(wrong)).startsWith(START + "gave ").endsWith(END);
  }

  @Test
  void seesOneWrongBitInAnExponential() {
    SelfCheck.Path wrong =
        new Definitions(NONE) {
          @Override
          public void exp(int length, float[] x, float[] out) {
            super.exp(length, x, out);
            out[0] = Math.nextUp(out[0]);
          }
        };
    assertThat(SelfCheck.failure(wrong))
        .startsWith(START + "gave ")
        .contains(" for exp(")
        .endsWith(END);
  }

  @ParameterizedTest
  @ValueSource(classes = {InternalError.class, UnsupportedOperationException.class})
  void reportsAVectorApiThatFails(Class<? extends Throwable> type) {
    SelfCheck.Path wrong =
        new Definitions(NONE) {
          @Override
          public void exp(int length, float[] x, float[] out) {
            if (type == InternalError.class) {
              throw new InternalError("not supported");
            }
            throw new UnsupportedOperationException("not supported");
          }
        };
    assertThat(SelfCheck.failure(wrong))
        .isEqualTo(START + "failed with " + type.getName() + ": not supported" + END);
  }

  /**
   * In CPU time of its thread, in a cold JVM that has used a product and an activation: the loading
   * of the check's own classes and of kernels not used yet is in it, that of the Vector API is not.
   * Other programs only make it longer, so the best of some JVMs counts. It takes 6 to 12 ms, and
   * half as much again where another tenant has the other half of the core.
   */
  @Test
  void addsFewMillisecondsToAFirstUse() {
    List<Long> nanos = new ArrayList<>();
    while (nanos.size() < MOST_FORKS && nanos.stream().noneMatch(time -> time < LIMIT_NANOS)) {
      nanos.add(
          Long.parseLong(
              ChildJvm.of(FirstUse.class)
                  .option("-Dlanewise.simd=force")
                  .run()
                  .outputOfSuccess()
                  .strip()));
    }
    assertThat(nanos).anyMatch(time -> time < LIMIT_NANOS);
  }
}
