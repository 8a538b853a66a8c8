package io.github.lanewise.kernels;

import io.github.lanewise.kernels.Kernel.Arguments;
import io.github.lanewise.kernels.Kernel.Operand;
import io.github.lanewise.kernels.Kernel.Use;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Arguments for the kernels of {@link KernelCatalog}. */
final class KernelCases {

  private static final int INDEX_POISON = PoisonedMatrix.POISON_BITS;

  private KernelCases() {}

  /**
   * Arguments of these sizes: random numbers in [-4, 4), where branches can't be predicted, second
   * moments in [0, 1), everything outside the operands poisoned.
   *
   * @param gap elements before each operand, and between its columns
   */
  static Arguments arguments(
      Kernel kernel, Map<String, Integer> sizes, int gap, RandomGenerator random) {
    Map<String, Object> arrays = new HashMap<>();
    Map<String, Integer> offsets = new HashMap<>();
    Map<String, Integer> lds = new HashMap<>();
    for (Operand operand : kernel.operands()) {
      String name = operand.name();
      if (operand.use() == Use.RETURNED) {
        arrays.put(name, new float[1]);
        continue;
      }
      int rows = sizes.get(operand.rows());
      int columns = operand.isMatrix() ? sizes.get(operand.columns()) : 1;
      int ld = operand.isMatrix() ? rows + gap : rows;
      int length = gap + (columns - 1) * ld + rows + gap;
      offsets.put(name, gap);
      if (operand.isMatrix()) {
        lds.put(name, ld);
      }
      arrays.put(
          name,
          isIndices(kernel, operand)
              ? indices(length)
              : floats(length, gap, rows, columns, ld, name.equals("secondMoment"), random));
    }
    return new Arguments(new HashMap<>(sizes), arrays, offsets, lds);
  }

  private static boolean isIndices(Kernel kernel, Operand operand) {
    return kernel.routine().equals("argmax") && operand.use() == Use.WRITTEN;
  }

  private static int[] indices(int length) {
    int[] array = new int[length];
    Arrays.fill(array, INDEX_POISON);
    return array;
  }

  private static float[] floats(
      int length,
      int offset,
      int rows,
      int columns,
      int ld,
      boolean positive,
      RandomGenerator random) {
    float[] array = new float[length];
    Arrays.fill(array, Float.intBitsToFloat(PoisonedMatrix.POISON_BITS));
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        float value = random.nextFloat();
        array[offset + i + j * ld] = positive ? value : 8f * value - 4f;
      }
    }
    return array;
  }
}
