package io.github.lanewise.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS, as JavaCPP's preset brings it. */
public final class OpenBlas implements GemmProvider {

  @Override
  public String id() {
    return "openblas";
  }

  @Override
  public GemmLibrary open(int threads) {
    try {
      Loader.load(openblas_nolapack.class);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedOperationException("not made for this system: " + e.getMessage(), e);
    }
    Library.CBLAS.set("openblas_set_num_threads", JAVA_INT, threads);
    PeerProvider.requireThreads(
        threads, Library.CBLAS.number("openblas_get_num_threads", JAVA_INT));
    return new Library();
  }

  private static final class Library implements GemmLibrary {

    private static final Cblas CBLAS = new Cblas(SymbolLookup.loaderLookup());

    @Override
    public String describe() {
      return CBLAS.text("openblas_get_config") + ", core " + CBLAS.text("openblas_get_corename");
    }

    @Override
    public GemmProduct product(GemmProblem problem, float[] a, float[] b) {
      return new Product(problem, a, b);
    }
  }

  private static final class Product extends CblasProduct {

    private static final MethodHandle SGEMM = Library.CBLAS.sgemm();

    Product(GemmProblem problem, float[] a, float[] b) {
      super(problem, a, b);
    }

    @Override
    MethodHandle sgemm() {
      return SGEMM;
    }
  }
}
