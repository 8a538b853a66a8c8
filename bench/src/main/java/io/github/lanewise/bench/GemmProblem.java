package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;

/**
 * What is multiplied: {@code C := op(A) op(B)}, column-major and tightly stored, written {@code TN
 * 784x32x512}.
 */
record GemmProblem(Transposes transposes, Shape shape) {

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static GemmProblem parse(String text) {
    String[] words = text.split(" ", 2);
    return new GemmProblem(
        Transposes.valueOf(words[0]), Shape.parse(words.length == 2 ? words[1] : ""));
  }

  int m() {
    return shape.m();
  }

  int n() {
    return shape.n();
  }

  int k() {
    return shape.k();
  }

  int lda() {
    return transposes.a() == Transpose.NO ? m() : k();
  }

  int ldb() {
    return transposes.b() == Transpose.NO ? k() : n();
  }

  float[] randomA() {
    return RandomFloats.array(m() * k(), 1);
  }

  float[] randomB() {
    return RandomFloats.array(k() * n(), 2);
  }

  @Override
  public String toString() {
    return transposes + " " + shape;
  }
}
