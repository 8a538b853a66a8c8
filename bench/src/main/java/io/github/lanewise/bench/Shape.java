package io.github.lanewise.bench;

/** The sizes of a product: C (m x n) = A (m x k) B (k x n), written {@code 512x32x784}. */
record Shape(int m, int n, int k) {

  static Shape cube(int side) {
    return new Shape(side, side, side);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if the text is not three positive sizes joined by x
   */
  static Shape parse(String text) {
    if (!text.matches("[1-9]\\d{0,5}x[1-9]\\d{0,5}x[1-9]\\d{0,5}")) {
      throw new IllegalArgumentException("shape must look like 512x32x784, got " + text);
    }
    String[] sizes = text.split("x");
    return new Shape(
        Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]));
  }

  /** A multiply-add counts as two. */
  double flops() {
    return 2.0 * m * n * k;
  }

  @Override
  public String toString() {
    return m + "x" + n + "x" + k;
  }
}
