package io.github.lanewise.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.mkl.global.mkl_rt;

/**
 * Intel MKL, as JavaCPP's preset brings it. Which code it runs on CPUs that are not Intel's is its
 * own choice.
 */
public final class Mkl implements GemmProvider {

  @Override
  public String id() {
    return "mkl";
  }

  @Override
  public GemmLibrary open(int threads) {
    try {
      Loader.load(mkl_rt.class);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedOperationException("not made for this system: " + e.getMessage(), e);
    }
    Library.CBLAS.set("MKL_Set_Num_Threads", JAVA_INT, threads);
    PeerProvider.requireThreads(threads, Library.CBLAS.number("MKL_Get_Max_Threads", JAVA_INT));
    return new Library();
  }

  private static final class Library implements GemmLibrary {

    private static final Cblas CBLAS = new Cblas(SymbolLookup.loaderLookup());

    @Override
    public String describe() {
      int bytes = 256;
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment text = arena.allocate(bytes);
        CBLAS
            .function("mkl_get_version_string", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT))
            .invokeExact(text, bytes);
        // Padded with blanks, and without the zero byte at which a string in C ends.
        return new String(text.toArray(JAVA_BYTE), StandardCharsets.US_ASCII).strip();
      } catch (Throwable e) {
        throw Cblas.failed("mkl_get_version_string", e);
      }
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
