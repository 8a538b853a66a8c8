package io.github.lanewise.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the IDX files in which MNIST and Fashion-MNIST come, gzipped or not: unsigned bytes in 3
 * dimensions (images x rows x columns) or 1 (labels). Source: Y. LeCun, C. Cortes, C. Burges, "The
 * MNIST database of handwritten digits", file formats.
 */
public final class IdxData {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final String LABEL = "label";

  private IdxData() {}

  /** The content of an IDX file: its sizes, outermost first, and one byte per element. */
  private static final class Idx {
    final int[] sizes;
    final byte[] bytes;

    Idx(int[] sizes, byte[] bytes) {
      this.sizes = sizes;
      this.bytes = bytes;
    }
  }

  /**
   * Reads labeled images; pixels become 0 to 255.
   *
   * @throws DataException if a file has a defect, or the counts differ
   */
  public static Dataset labeled(Path images, Path labels) throws IOException {
    Idx pixels = read(images, 3);
    Idx classes = read(labels, 1);
    int count = pixels.sizes[0];
    if (classes.sizes[0] != count) {
      throw new DataException(
          labels, classes.sizes[0] + " labels, but " + images + " has " + count + " images");
    }
    List<String> texts = new ArrayList<>(count);
    for (byte b : classes.bytes) {
      texts.add(Integer.toString(Byte.toUnsignedInt(b)));
    }
    List<String> names = pixelNames(pixels.sizes[1], pixels.sizes[2]);
    return Dataset.classes(images.toString(), LABEL, names, floats(pixels.bytes), texts);
  }

  /**
   * Reads images to predict.
   *
   * @param features pixels per image that the model reads
   * @return the pixels, features x images, column-major
   * @throws DataException if the file has a defect or its images another size
   */
  public static float[] features(Path images, int features) throws IOException {
    Idx pixels = read(images, 3);
    int rows = pixels.sizes[1];
    int columns = pixels.sizes[2];
    if ((long) rows * columns != features) {
      throw new DataException(
          images,
          "images of "
              + rows
              + " x "
              + columns
              + " pixels, but the model reads "
              + features
              + " values");
    }
    return floats(pixels.bytes);
  }

  /** {@code pixel_0_0, pixel_0_1, ...}: row, then column. */
  static List<String> pixelNames(int rows, int columns) {
    List<String> names = new ArrayList<>(rows * columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        names.add("pixel_" + row + "_" + column);
      }
    }
    return names;
  }

  private static float[] floats(byte[] bytes) {
    float[] x = new float[bytes.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return x;
  }

  private static Idx read(Path file, int dimensions) throws DataException {
    try (InputStream in = DataStream.open(file)) {
      return read(file, in, dimensions);
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw new DataException(file, FileProblem.of(e));
    }
  }

  private static Idx read(Path file, InputStream in, int dimensions) throws IOException {
    int headerBytes = 4 + 4 * dimensions;
    byte[] header = in.readNBytes(headerBytes);
    int expected = UNSIGNED_BYTE << 8 | dimensions;
    if (header.length < 4 || bigEndian(header, 0) != expected) {
      throw new DataException(
          file,
          String.format(
              "not an IDX file of unsigned bytes in %d dimension%s: it starts with %s, not 0x%08x",
              dimensions, dimensions == 1 ? "" : "s", start(header), expected));
    }
    if (header.length < headerBytes) {
      throw new DataException(file, "ends after " + header.length + " bytes, inside its header");
    }
    int[] sizes = new int[dimensions];
    long elements = 1;
    for (int d = 0; d < dimensions; d++) {
      sizes[d] = bigEndian(header, 4 + 4 * d);
      // Each factor is below 2^31 and the product so far at most 2^31, so this stays below 2^62.
      elements *= sizes[d];
      if (sizes[d] <= 0 || elements > Integer.MAX_VALUE - 8) {
        throw new DataException(
            file,
            "size "
                + Integer.toUnsignedString(sizes[d])
                + " of dimension "
                + (d + 1)
                + " is out of range");
      }
    }
    // Grows while it reads: a header that promises too much costs no memory.
    byte[] bytes = in.readNBytes((int) elements);
    if (bytes.length < elements) {
      throw new DataException(
          file,
          "ends after "
              + (headerBytes + (long) bytes.length)
              + " bytes; its header promises "
              + (headerBytes + elements));
    }
    if (in.read() >= 0) {
      throw new DataException(
          file,
          "goes on after the " + (headerBytes + elements) + " bytes that its header promises");
    }
    return new Idx(sizes, bytes);
  }

  private static int bigEndian(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]) << 24
        | Byte.toUnsignedInt(bytes[at + 1]) << 16
        | Byte.toUnsignedInt(bytes[at + 2]) << 8
        | Byte.toUnsignedInt(bytes[at + 3]);
  }

  private static String start(byte[] header) {
    StringBuilder hex = new StringBuilder("0x");
    for (int i = 0; i < Math.min(4, header.length); i++) {
      hex.append(String.format("%02x", header[i]));
    }
    return hex.toString();
  }
}
