package io.github.lanewise.kernels;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A column-major matrix inside an array that is otherwise filled with one NaN of known payload, so
 * that a read beside the matrix shows as NaN and a write beside it as a changed payload.
 */
final class PoisonedMatrix {

  static final int POISON_BITS = 0x7fa0dead;
  private static final float POISON = Float.intBitsToFloat(POISON_BITS);

  final int rows;
  final int columns;
  final int offset;
  final int ld;
  final float[] array;

  private PoisonedMatrix(int rows, int columns, int offset, int ld, float[] array) {
    this.rows = rows;
    this.columns = columns;
    this.offset = offset;
    this.ld = ld;
    this.array = array;
  }

  /** A matrix that is poison itself, with a random offset and leading dimension. */
  static PoisonedMatrix poison(int rows, int columns, RandomGenerator random) {
    return poison(rows, columns, rows + random.nextInt(18), random);
  }

  private static PoisonedMatrix poison(int rows, int columns, int ld, RandomGenerator random) {
    int offset = random.nextInt(18);
    float[] array = new float[offset + ld * columns + random.nextInt(18)];
    Arrays.fill(array, POISON);
    return new PoisonedMatrix(rows, columns, offset, ld, array);
  }

  /** One column of poison at that offset. */
  static PoisonedMatrix at(int offset, int rows) {
    float[] array = new float[offset + rows + 17];
    Arrays.fill(array, POISON);
    return new PoisonedMatrix(rows, 1, offset, rows, array);
  }

  /** A matrix of random numbers in [-1, 1), with a random offset and leading dimension. */
  static PoisonedMatrix random(int rows, int columns, RandomGenerator random) {
    return random(rows, columns, rows + random.nextInt(18), random);
  }

  /** A matrix of random numbers in [-1, 1), with a random offset. */
  static PoisonedMatrix random(int rows, int columns, int ld, RandomGenerator random) {
    PoisonedMatrix matrix = poison(rows, columns, ld, random);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, random.nextFloat() * 2f - 1f);
      }
    }
    return matrix;
  }

  PoisonedMatrix copy() {
    return new PoisonedMatrix(rows, columns, offset, ld, array.clone());
  }

  float get(int i, int j) {
    return array[offset + i + j * ld];
  }

  void set(int i, int j, float value) {
    array[offset + i + j * ld] = value;
  }

  /**
   * Whether the arrays hold the same bits, beside the matrices too; any NaN within the matrices
   * equals any other.
   */
  boolean sameBits(PoisonedMatrix other) {
    if (array.length != other.array.length) {
      return false;
    }
    for (int index = 0; index < array.length; index++) {
      boolean same =
          contains(index)
              ? Float.floatToIntBits(array[index]) == Float.floatToIntBits(other.array[index])
              : Float.floatToRawIntBits(array[index])
                  == Float.floatToRawIntBits(other.array[index]);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(int index) {
    int within = index - offset;
    return within >= 0 && ld > 0 && within % ld < rows && within / ld < columns;
  }

  @Override
  public String toString() {
    return rows + "x" + columns + " at " + offset + " ld " + ld;
  }
}
