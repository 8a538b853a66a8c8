package io.github.lanewise.network.internal;

import io.github.lanewise.network.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file: the tensors in file order and the string map {@code
 * __metadata__}. Tensors cover the data section from its first byte, without hole or overlap.
 *
 * @param metadata the string map, in the order of the file
 * @param tensors the tensors, in the order of the file
 */
public record SafetensorsHeader(Map<String, String> metadata, List<Tensor> tensors) {
  /** The longest header that is written or read. */
  public static final int MAX_HEADER_BYTES = 1 << 20;

  /** The most tensors in a file, and the most entries in its metadata. */
  public static final int MAX_ENTRIES = 4096;

  private static final String METADATA = "__metadata__";
  private static final int MAX_RANK = 8;

  /**
   * An F32 tensor, row-major as safetensors has it.
   *
   * @param name its name
   * @param shape its sizes
   * @param begin first byte, counted from the start of the data section
   * @param end first byte after it
   */
  public record Tensor(String name, List<Long> shape, long begin, long end) {
    /** Returns the number of floats. */
    public long length() {
      return (end - begin) / Float.BYTES;
    }
  }

  /** Returns the number of bytes of the data section. */
  public long dataBytes() {
    return tensors.isEmpty() ? 0 : tensors.getLast().end();
  }

  /** Looks at the metadata as soon as they are read, before the tensors. */
  public interface MetadataCheck {
    /** Throws if the file should not be read on. */
    void check(Map<String, String> metadata) throws ModelFormatException;
  }

  /** Parses a header, padding included. */
  static SafetensorsHeader parse(byte[] json, MetadataCheck check) throws ModelFormatException {
    JsonCursor cursor = new JsonCursor(json);
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    cursor.object(
        "header",
        MAX_ENTRIES + 1,
        name -> {
          if (name.equals(METADATA)) {
            cursor.object(METADATA, MAX_ENTRIES, key -> metadata.put(key, cursor.string()));
            check.check(metadata);
          } else {
            long begin = tensors.isEmpty() ? 0 : tensors.getLast().end();
            tensors.add(tensor(cursor, name, begin));
          }
        });
    cursor.end();
    return new SafetensorsHeader(metadata, tensors);
  }

  private static Tensor tensor(JsonCursor cursor, String name, long expectedBegin)
      throws ModelFormatException {
    String what = "tensor " + JsonText.shortened(name);
    String[] dtype = new String[1];
    List<Long> shape = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    boolean[] hasShape = new boolean[1];
    cursor.object(
        what,
        3,
        field -> {
          switch (field) {
            case "dtype" -> dtype[0] = cursor.string();
            case "shape" -> {
              hasShape[0] = true;
              integers(cursor, what + ": shape", MAX_RANK, shape);
            }
            case "data_offsets" -> integers(cursor, what + ": data_offsets", 2, offsets);
            default ->
                throw new ModelFormatException(
                    what + ": unknown field " + JsonText.shortened(field));
          }
        });
    if (dtype[0] == null || !hasShape[0] || offsets.size() != 2) {
      throw new ModelFormatException(what + ": needs dtype, shape and two data_offsets");
    }
    if (!dtype[0].equals("F32")) {
      throw new ModelFormatException(
          what + ": dtype must be F32, got " + JsonText.shortened(dtype[0]));
    }
    Tensor tensor = new Tensor(name, List.copyOf(shape), offsets.get(0), offsets.get(1));
    checkRange(what, tensor, expectedBegin);
    return tensor;
  }

  private static void integers(JsonCursor cursor, String what, int limit, List<Long> values)
      throws ModelFormatException {
    cursor.array(() -> {
      if (values.size() == limit) {
        throw new ModelFormatException(what + ": more than " + limit + " integers");
      }
      values.add(cursor.integer());
    });
  }

  private static void checkRange(String what, Tensor tensor, long expectedBegin)
      throws ModelFormatException {
    if (tensor.begin() != expectedBegin) {
      throw new ModelFormatException(
          what + ": must begin at byte " + expectedBegin + ", got " + tensor.begin());
    }
    long bytes;
    try {
      bytes = byteCount(tensor.shape());
    } catch (ArithmeticException e) {
      throw new ModelFormatException(what + ": size of shape " + tensor.shape() + " overflows", e);
    }
    if (tensor.end() - tensor.begin() != bytes) {
      throw new ModelFormatException(
          what
              + (": shape " + tensor.shape() + " needs " + bytes + " bytes, data_offsets ")
              + Arrays.asList(tensor.begin(), tensor.end()));
    }
  }

  private static long byteCount(List<Long> shape) {
    long bytes = Float.BYTES;
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return bytes;
  }

  /**
   * Returns the header as JSON without blanks, then spaces until the data section begins at a
   * multiple of 8 bytes.
   *
   * @throws IllegalArgumentException if it is too long for a file
   */
  byte[] toJson() {
    StringBuilder json = new StringBuilder("{");
    JsonText.append(json, METADATA);
    json.append(":{");
    String separator = "";
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      json.append(separator);
      separator = ",";
      JsonText.append(json, entry.getKey());
      json.append(':');
      JsonText.append(json, entry.getValue());
    }
    json.append('}');
    for (Tensor tensor : tensors) {
      json.append(',');
      JsonText.append(json, tensor.name());
      json.append(":{\"dtype\":\"F32\",\"shape\":[");
      separator = "";
      for (long size : tensor.shape()) {
        json.append(separator).append(size);
        separator = ",";
      }
      json.append("],\"data_offsets\":[").append(tensor.begin()).append(',');
      json.append(tensor.end()).append("]}");
    }
    json.append('}');
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    checkLimits(padded.length);
    return padded;
  }

  private void checkLimits(int headerBytes) {
    if (headerBytes > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "save: header must be <= " + MAX_HEADER_BYTES + " bytes, got " + headerBytes);
    }
    if (tensors.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "save: tensors must be <= " + MAX_ENTRIES + ", got " + tensors.size());
    }
    if (metadata.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "save: metadata entries must be <= " + MAX_ENTRIES + ", got " + metadata.size());
    }
  }
}
