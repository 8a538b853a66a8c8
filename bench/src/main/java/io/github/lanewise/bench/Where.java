package io.github.lanewise.bench;

/** Which level of the memory hierarchy the operands of a streaming kernel stay in. */
public enum Where {
  /** 16 KiB moved per call: half of the smallest L1 in use. */
  L1(16L << 10),
  /** 256 KiB moved per call: several times L1, a quarter of the usual L2. */
  L2(256L << 10),
  /** 256 MiB moved per call: several times the share of L3 that one core can fill. */
  MEMORY(256L << 20);

  /** Rows of a matrix, and the unit of the lengths of vectors. */
  static final int ROWS = 256;

  private final long bytesMoved;

  Where(long bytesMoved) {
    this.bytesMoved = bytesMoved;
  }

  /** The columns of matrices of {@link #ROWS} rows, for a kernel that moves so many floats each. */
  int columns(int floatsMovedPerElement) {
    return (int) (bytesMoved / Float.BYTES / floatsMovedPerElement / ROWS);
  }

  /** The length of vectors, for a kernel that moves so many floats per element. */
  int length(int floatsMovedPerElement) {
    return ROWS * columns(floatsMovedPerElement);
  }
}
