package io.github.lanewise.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Images of Fashion-MNIST: pixels from 0 to 1, one image after the other, and their classes.
 * Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
 * Machine Learning Algorithms", 2017.
 */
final class FashionMnist {

  private static final int PIXELS = 28 * 28;
  private static final int CLASSES = 10;
  private static final int UNSIGNED_BYTES = 0x08 << 8;

  private final float[] x;
  private final float[] y;

  private FashionMnist(float[] x, float[] y) {
    this.x = x;
    this.y = y;
  }

  /**
   * Reads one of the two sets.
   *
   * @param directory where the gzipped IDX files are, under the names they are published with
   * @param set {@code train} or {@code t10k}
   * @throws IOException if a file is missing, not IDX, or has other sizes or classes
   */
  static FashionMnist read(Path directory, String set) throws IOException {
    float[] x = elements(directory.resolve(set + "-images-idx3-ubyte.gz"), 3);
    float[] y = elements(directory.resolve(set + "-labels-idx1-ubyte.gz"), 1);
    if (x.length != (long) PIXELS * y.length) {
      throw new IOException(
          "%s: there must be %d pixels for each label, got %d for %d"
              .formatted(set, PIXELS, x.length, y.length));
    }
    for (float label : y) {
      if (label >= CLASSES) {
        throw new IOException(
            "%s: labels must be below %d, got %.0f".formatted(set, CLASSES, label));
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] /= 255;
    }
    return new FashionMnist(x, y);
  }

  int samples() {
    return y.length;
  }

  /** All pixels; the array itself, not a copy. */
  float[] x() {
    return x;
  }

  /** All classes; the array itself, not a copy. */
  float[] y() {
    return y;
  }

  /** An IDX file: its type and number of dimensions, the size of each, and then the elements. */
  private static float[] elements(Path file, int dimensions) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
      if (in.readInt() != (UNSIGNED_BYTES | dimensions)) {
        throw new IOException(
            file + ": not an IDX file of bytes, number of dimensions " + dimensions);
      }
      in.skipNBytes(4L * dimensions);
      byte[] bytes = in.readAllBytes();
      float[] elements = new float[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        elements[i] = Byte.toUnsignedInt(bytes[i]);
      }
      return elements;
    }
  }
}
