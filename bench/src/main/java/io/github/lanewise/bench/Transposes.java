package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;

/** Whether A and B enter a product as they are stored or transposed. */
public enum Transposes {
  NN(Transpose.NO, Transpose.NO),
  NT(Transpose.NO, Transpose.YES),
  TN(Transpose.YES, Transpose.NO),
  TT(Transpose.YES, Transpose.YES);

  private final Transpose a;
  private final Transpose b;

  Transposes(Transpose a, Transpose b) {
    this.a = a;
    this.b = b;
  }

  Transpose a() {
    return a;
  }

  Transpose b() {
    return b;
  }
}
