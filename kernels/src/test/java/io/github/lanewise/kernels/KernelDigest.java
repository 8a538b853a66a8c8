package io.github.lanewise.kernels;

import io.github.lanewise.kernels.Kernel.Arguments;
import io.github.lanewise.kernels.Kernel.Operand;
import io.github.lanewise.kernels.Kernel.Use;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Runs every public kernel on a small grid of fixed inputs, or with the argument {@code large} the
 * products on a few large ones. Prints what computed, then for each kernel the SHA-256 of its
 * results.
 */
final class KernelDigest {

  // Beside the lanes of every width and the tiles of GEMM; few, for JVMs whose fma is software.
  private static final List<Map<String, Integer>> SIZES =
      List.of(
          sizes(0, 3, 0, 0, 2, 4),
          sizes(1, 1, 1, 1, 1, 1),
          sizes(3, 4, 5, 5, 3, 4),
          sizes(10, 5, 16, 17, 9, 20),
          sizes(17, 3, 31, 33, 14, 8),
          sizes(40, 2, 70, 1, 25, 30),
          sizes(67, 3, 100, 70, 1, 9));

  /** Rows beyond which kernels that only add go another way. */
  private static final Map<String, Integer> TALL = sizes(300, 9, 1000, 20, 20, 2);

  /** Rows of products: a lane, vectors of every width and tiles of every height, whole and cut. */
  private static final int[] TILE_ROWS = {
    1, 4, 7, 8, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 67, 96, 128, 131
  };

  /** The widest tile has 12 columns. */
  private static final int MOST_TILE_COLUMNS = 14;

  private static final int TILE_DEPTH = 3;

  /** Columns of products with packed operands: panels of every kind, an odd number of steps. */
  private static final int[] PACKED_COLUMNS = {3, 4, 11, 12, 13, 14};

  /** With 16 registers and B not transposed, a packed B beside an A in place. */
  private static final Map<String, Integer> PACKED_B = product(131, 25, 83);

  private static final int PACKED_ROWS = 131;
  private static final int PACKED_DEPTH = 17;

  /** Products whose k is cut into blocks, whose m is, and whose operands are packed. */
  private static final List<Map<String, Integer>> LARGE =
      List.of(product(130, 29, 1700), product(260, 130, 4100), product(1700, 8, 60));

  private KernelDigest() {}

  public static void main(String[] args) throws NoSuchAlgorithmException {
    System.out.println(Lanewise.describe());
    if (List.of(args).contains("large")) {
      printLargeProducts();
    } else {
      printAll();
    }
  }

  private static void printLargeProducts() throws NoSuchAlgorithmException {
    for (Kernel kernel : KernelCatalog.ALL) {
      if (kernel.name().startsWith("Gemm")) {
        RandomGenerator random = RandomCases.generator(kernel.name().hashCode());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Map<String, Integer> sizes : LARGE) {
          add(kernel, sizes, 1, random, digest);
        }
        print(kernel.name(), digest);
      }
    }
    for (Transpose transpose : Transpose.values()) {
      RandomGenerator random = RandomCases.generator(transpose.name().hashCode());
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Map<String, Integer> sizes : LARGE) {
        addPacked(transpose, sizes, random, digest);
      }
      print("PackedMatrix " + transpose, digest);
    }
  }

  private static void addPacked(
      Transpose transpose,
      Map<String, Integer> sizes,
      RandomGenerator random,
      MessageDigest digest) {
    int m = size(sizes, "m");
    int n = size(sizes, "n");
    int k = size(sizes, "k");
    float[] a = RandomCases.numbers(m * k, random);
    float[] b = RandomCases.numbers(k * n, random);
    float[] bias = RandomCases.numbers(m, random);
    float[] c = RandomCases.numbers(m * n, random);
    int lda = transpose == Transpose.YES ? k : m;
    PackedMatrix packed = PackedMatrix.of(transpose, m, k, a, 0, lda);
    GemmWorkspace workspace = new GemmWorkspace(m, n, k);
    for (Transpose transB : Transpose.values()) {
      packed.gemm(transB, n, b, 0, transB == Transpose.YES ? n : k, 1, c, 0, m, workspace);
      update(digest, c);
    }
    packed.forward(n, b, 0, k, bias, 0, c, 0, m, workspace);
    update(digest, c);
  }

  private static void print(String name, MessageDigest digest) {
    System.out.println(name + " " + HexFormat.of().formatHex(digest.digest()));
  }

  private static void printAll() throws NoSuchAlgorithmException {
    for (Kernel kernel : KernelCatalog.ALL) {
      RandomGenerator random = RandomCases.generator(kernel.name().hashCode());
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < SIZES.size(); i++) {
        add(kernel, SIZES.get(i), i % 2 == 0 ? 0 : 3, random, digest);
      }
      if (!kernel.name().startsWith("Activation")) {
        add(kernel, TALL, 1, random, digest);
      }
      if (kernel.name().startsWith("Gemm")) {
        addTiles(kernel, random, digest);
      }
      print(kernel.name(), digest);
    }
    for (Transpose transpose : Transpose.values()) {
      RandomGenerator random = RandomCases.generator(transpose.name().hashCode());
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int n : PACKED_COLUMNS) {
        addPacked(transpose, product(PACKED_ROWS, n, PACKED_DEPTH), random, digest);
      }
      print("PackedMatrix " + transpose, digest);
    }
  }

  private static void addTiles(Kernel kernel, RandomGenerator random, MessageDigest digest) {
    for (int m : TILE_ROWS) {
      for (int n = 1; n <= MOST_TILE_COLUMNS; n++) {
        add(kernel, product(m, n, TILE_DEPTH), n % 3, random, digest);
      }
    }
    for (int n : PACKED_COLUMNS) {
      add(kernel, product(PACKED_ROWS, n, PACKED_DEPTH), n % 2, random, digest);
    }
    add(kernel, PACKED_B, 1, random, digest);
  }

  private static void add(
      Kernel kernel,
      Map<String, Integer> sizes,
      int gap,
      RandomGenerator random,
      MessageDigest digest) {
    Arguments arguments = KernelCases.arguments(kernel, sizes, gap, random);
    if (kernel.name().startsWith("Activation")) {
      spread(arguments, random);
    }
    kernel.bind().apply(arguments).run();
    for (Operand operand : kernel.operands()) {
      if (operand.use() != Use.READ) {
        update(digest, arguments.arrays().get(operand.name()));
      }
    }
  }

  /** Puts numbers of all sizes, infinities and zeros among the elements. */
  private static void spread(Arguments arguments, RandomGenerator random) {
    for (Object array : arguments.arrays().values()) {
      float[] floats = (float[]) array;
      for (int i = 0; i < floats.length; i++) {
        floats[i] =
            switch (random.nextInt(16)) {
              case 0 -> floats[i] * Float.MAX_VALUE;
              case 1 -> floats[i] * Float.MIN_NORMAL;
              case 2 -> floats[i] / 0f;
              case 3 -> floats[i] * 0f;
              case 4, 5, 6 -> floats[i] * 100f;
              case 7, 8, 9 -> floats[i] * 10f;
              default -> floats[i];
            };
      }
    }
  }

  /** Any NaN is one NaN. */
  private static void update(MessageDigest digest, Object array) {
    int length = array instanceof int[] ints ? ints.length : ((float[]) array).length;
    for (int i = 0; i < length; i++) {
      int bits = array instanceof int[] ints ? ints[i] : Float.floatToIntBits(((float[]) array)[i]);
      for (int shift = 0; shift < 32; shift += 8) {
        digest.update((byte) (bits >> shift));
      }
    }
  }

  private static int size(Map<String, Integer> sizes, String name) {
    return Objects.requireNonNull(sizes.get(name), name);
  }

  private static Map<String, Integer> product(int m, int n, int k) {
    return sizes(0, 0, 0, m, n, k);
  }

  private static Map<String, Integer> sizes(
      int rows, int columns, int length, int m, int n, int k) {
    return Map.of("rows", rows, "columns", columns, "length", length, "m", m, "n", n, "k", k);
  }
}
