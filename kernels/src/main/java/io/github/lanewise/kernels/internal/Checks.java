package io.github.lanewise.kernels.internal;

import java.util.Objects;

/** Validation of arguments at the public boundary, before any output is touched. */
public final class Checks {

  private Checks() {}

  /** Requires a size of at least zero. */
  public static void size(String routine, String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          routine + ": " + name + " must be >= 0, got " + name + "=" + value);
    }
  }

  /** Requires a leading dimension of at least the rows of its matrix. */
  public static void leadingDimension(
      String routine, String name, int ld, String rowsName, int rows) {
    if (ld < rows) {
      throw new IllegalArgumentException(
          routine
              + ": "
              + name
              + " must be >= "
              + rowsName
              + ", got "
              + name
              + "="
              + ld
              + " ("
              + rowsName
              + "="
              + rows
              + ")");
    }
  }

  /**
   * Requires that {@code array} holds a rows x columns matrix with leading dimension {@code ld}
   * from {@code offset} on.
   */
  public static void matrix(
      String routine, String name, float[] array, int offset, int rows, int columns, int ld) {
    Objects.requireNonNull(array, name);
    range(routine, name, array.length, offset, extent(rows, columns, ld));
  }

  /** Requires that {@code array} holds {@code length} elements from {@code offset} on. */
  public static void vector(String routine, String name, float[] array, int offset, int length) {
    Objects.requireNonNull(array, name);
    range(routine, name, array.length, offset, length);
  }

  /**
   * Requires that an array of {@code arrayLength} elements holds {@code needed} of them from {@code
   * offset} on.
   */
  public static void range(String routine, String name, int arrayLength, int offset, long needed) {
    if (offset < 0 || offset + needed > arrayLength) {
      throw new IndexOutOfBoundsException(
          routine
              + ": "
              + name
              + " must hold "
              + needed
              + " elements from "
              + name
              + "Offset on, got "
              + name
              + "Offset="
              + offset
              + " ("
              + name
              + ".length="
              + arrayLength
              + ")");
    }
  }

  /**
   * Requires that the output shares no element with an input; two matrices of one array must lie
   * apart as ranges.
   */
  public static void disjoint(
      String routine,
      String outName,
      float[] out,
      int outOffset,
      long outExtent,
      String inName,
      float[] in,
      int inOffset,
      long inExtent) {
    if (overlap(out, outOffset, outExtent, in, inOffset, inExtent)) {
      throw overlapping(routine, outName, outOffset, inName, inOffset);
    }
  }

  /**
   * Requires that the output lies exactly on the input (same offset and leading dimension) or
   * shares no element with it.
   */
  public static void inPlaceOrDisjoint(
      String routine,
      String outName,
      float[] out,
      int outOffset,
      int outLd,
      String inName,
      float[] in,
      int inOffset,
      int inLd,
      int rows,
      int columns) {
    boolean inPlace = outOffset == inOffset && (outLd == inLd || columns <= 1);
    if (!inPlace
        && overlap(
            out,
            outOffset,
            extent(rows, columns, outLd),
            in,
            inOffset,
            extent(rows, columns, inLd))) {
      throw overlapping(routine, outName, outOffset, inName, inOffset);
    }
  }

  /**
   * Elements from the first to the last of a rows x columns matrix with leading dimension {@code
   * ld}.
   */
  public static long extent(int rows, int columns, int ld) {
    return rows == 0 || columns == 0 ? 0 : (columns - 1L) * ld + rows;
  }

  /** Whether two ranges share an element. */
  @SuppressWarnings("ReferenceEquality") // the question is whether they are the same memory
  public static boolean overlap(
      float[] x, int xOffset, long xExtent, float[] y, int yOffset, long yExtent) {
    return x == y
        && xExtent > 0
        && yExtent > 0
        && xOffset < yOffset + yExtent
        && yOffset < xOffset + xExtent;
  }

  private static IllegalArgumentException overlapping(
      String routine, String outName, int outOffset, String inName, int inOffset) {
    return new IllegalArgumentException(
        routine
            + ": "
            + outName
            + " must not overlap "
            + inName
            + ", got "
            + outName
            + "Offset="
            + outOffset
            + " ("
            + inName
            + "Offset="
            + inOffset
            + ")");
  }
}
