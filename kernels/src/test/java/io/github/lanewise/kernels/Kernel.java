package io.github.lanewise.kernels;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A public kernel as generated tests see it: its operands and how to call it.
 *
 * @param name class and method, as in {@code RowReduce.sum}, and what tells variants apart
 * @param routine what its messages begin with
 * @param operands its matrices and vectors
 * @param bind makes the call of given arguments
 */
record Kernel(
    String name, String routine, List<Operand> operands, Function<Arguments, Runnable> bind) {

  /** What a kernel does with an operand. */
  enum Use {
    READ,
    /** Write, and perhaps read. */
    WRITTEN,
    /** A result that the call puts here, not an argument. */
    RETURNED
  }

  /**
   * A column-major matrix, or a vector if {@code ld} is empty.
   *
   * @param rows the size that counts its rows
   * @param columns the size that counts its columns; empty for a vector
   * @param inPlace the operands that it may be exactly in place
   */
  record Operand(
      String name, Use use, String rows, String columns, String ld, Set<String> inPlace) {

    boolean isMatrix() {
      return !ld.isEmpty();
    }

    Operand orInPlaceOf(String... others) {
      return new Operand(name, use, rows, columns, ld, Set.of(others));
    }
  }

  static Operand matrix(String name, Use use, String rows, String columns) {
    String suffix = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    return new Operand(
        name, use, rows, columns, "ld" + (name.length() <= 2 ? name : suffix), Set.of());
  }

  static Operand vector(String name, Use use, String length) {
    return new Operand(name, use, length, "", "", Set.of());
  }

  /** The arguments of a call. Arrays are float[], or int[] for indices. */
  record Arguments(
      Map<String, Integer> sizes,
      Map<String, Object> arrays,
      Map<String, Integer> offsets,
      Map<String, Integer> lds) {

    int size(String name) {
      return sizes.get(name);
    }

    float[] floats(String operand) {
      return (float[]) arrays.get(operand);
    }

    int[] ints(String operand) {
      return (int[]) arrays.get(operand);
    }

    int offset(String operand) {
      return offsets.get(operand);
    }

    int ld(String operand) {
      return lds.get(operand);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
