package io.github.lanewise.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of a BLAS in C, through the JDK's foreign-function interface: the cheapest call
 * that Java has to offer, so that small products are not blamed for more.
 */
@SuppressWarnings("restricted")
final class Cblas {

  private final SymbolLookup library;

  Cblas(SymbolLookup library) {
    this.library = library;
  }

  /**
   * {@code cblas_sgemm}; matrices are passed as addresses, because a memory segment would be kept
   * alive around each call, which costs time too.
   */
  MethodHandle sgemm() {
    return function(
        "cblas_sgemm",
        FunctionDescriptor.ofVoid(
            JAVA_INT,
            JAVA_INT,
            JAVA_INT, // order, transA, transB
            JAVA_INT,
            JAVA_INT,
            JAVA_INT, // m, n, k
            JAVA_FLOAT,
            JAVA_LONG,
            JAVA_INT,
            JAVA_LONG,
            JAVA_INT, // alpha, a, lda, b, ldb
            JAVA_FLOAT,
            JAVA_LONG,
            JAVA_INT)); // beta, c, ldc
  }

  MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }

  /** Calls a function that takes one integer, of C's type int or long. */
  void set(String name, MemoryLayout type, Number value) {
    try {
      function(name, FunctionDescriptor.ofVoid(type)).invokeWithArguments(value);
    } catch (Throwable e) {
      throw failed(name, e);
    }
  }

  /** Calls a function that takes nothing and returns one integer, of C's type int or long. */
  long number(String name, MemoryLayout type) {
    try {
      return ((Number) function(name, FunctionDescriptor.of(type)).invoke()).longValue();
    } catch (Throwable e) {
      throw failed(name, e);
    }
  }

  /** Calls a function that takes nothing and returns a string. */
  String text(String name) {
    try {
      MethodHandle function = function(name, FunctionDescriptor.of(ADDRESS));
      return string((MemorySegment) function.invokeExact());
    } catch (Throwable e) {
      throw failed(name, e);
    }
  }

  /** A string that ends in a zero byte. */
  static String string(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0).strip();
  }

  /** No declared function throws; what arrives here is a mistake in its declaration. */
  static IllegalStateException failed(String name, Throwable cause) {
    return new IllegalStateException("cannot call " + name, cause);
  }
}
