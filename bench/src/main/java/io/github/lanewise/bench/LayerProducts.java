package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * 137 products: the three that a layer of a network does for a batch, over seven layers and five
 * batch sizes, and squares in all transpositions.
 */
final class LayerProducts {

  private static final int[][] LAYERS = { // inputs, outputs
    {784, 512}, {512, 256}, {256, 10}, {64, 128}, {128, 64}, {64, 10}, {1024, 1024}
  };
  private static final int[] BATCHES = {1, 8, 32, 128, 512};
  private static final int[] SQUARES = {16, 32, 64, 128, 256, 512, 1024, 2048};

  /** {@code C := op(A) op(B)}, written {@code TN 784x32x512}. */
  record Product(Transpose transA, Transpose transB, Shape shape) {

    @Override
    public String toString() {
      return letter(transA) + letter(transB) + " " + shape;
    }

    private static String letter(Transpose transpose) {
      return transpose == Transpose.NO ? "N" : "T";
    }
  }

  private LayerProducts() {}

  static List<Product> all() {
    List<Product> products = new ArrayList<>();
    for (int[] layer : LAYERS) {
      int in = layer[0];
      int out = layer[1];
      for (int batch : BATCHES) {
        // Z = W A, dW = dZ A^T, dA = W^T dZ
        products.add(new Product(Transpose.NO, Transpose.NO, new Shape(out, batch, in)));
        products.add(new Product(Transpose.NO, Transpose.YES, new Shape(out, in, batch)));
        products.add(new Product(Transpose.YES, Transpose.NO, new Shape(in, batch, out)));
      }
    }
    for (int side : SQUARES) {
      for (Transpose transA : Transpose.values()) {
        for (Transpose transB : Transpose.values()) {
          products.add(new Product(transA, transB, Shape.cube(side)));
        }
      }
    }
    return products;
  }
}
