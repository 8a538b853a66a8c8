package io.github.lanewise.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** BLIS, where the system has it. */
public final class Blis implements GemmProvider {

  private static final String FILE = "libblis.so.4";

  @Override
  public String id() {
    return "blis";
  }

  @Override
  public GemmLibrary open(int threads) {
    try {
      lookup();
    } catch (IllegalArgumentException e) {
      throw new UnsupportedOperationException(
          FILE + " is not installed (Debian has it in libblis4)", e);
    }
    Library.CBLAS.set("bli_thread_set_num_threads", JAVA_LONG, (long) threads);
    PeerProvider.requireThreads(
        threads, Library.CBLAS.number("bli_thread_get_num_threads", JAVA_LONG));
    return new Library();
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup lookup() {
    return SymbolLookup.libraryLookup(FILE, Arena.global());
  }

  private static final class Library implements GemmLibrary {

    private static final Cblas CBLAS = new Cblas(lookup());

    @Override
    public String describe() {
      return "BLIS " + CBLAS.text("bli_info_get_version_str") + ", " + architecture();
    }

    private static String architecture() {
      try {
        int id =
            (int)
                CBLAS.function("bli_arch_query_id", FunctionDescriptor.of(JAVA_INT)).invokeExact();
        MethodHandle name =
            CBLAS.function("bli_arch_string", FunctionDescriptor.of(ValueLayout.ADDRESS, JAVA_INT));
        return Cblas.string((MemorySegment) name.invokeExact(id));
      } catch (Throwable e) {
        throw Cblas.failed("bli_arch_string", e);
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
