package io.github.lanewise.network.internal;

import io.github.lanewise.network.ModelFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sealed safetensors file: an 8-byte little-endian header length, the JSON header, the raw
 * little-endian floats. All sizes have been checked against the length of the file when the
 * constructor returns; nothing is allocated by what a file says of itself before that.
 *
 * <p>Reads instead of mapping: a file that somebody cuts while it is mapped faults the JVM.
 */
public final class SafetensorsReader {
  static final String DATA_CHECKSUM = "lanewise.data_crc32c";

  private static final int BUFFER_BYTES = 1 << 16;

  private final ReadableByteChannel channel;
  private final SafetensorsHeader header;
  private final String expectedChecksum;
  private final CRC32C dataChecksum = new CRC32C();
  private int next;
  private @Nullable ByteBuffer buffer;

  /**
   * Reads and checks the header.
   *
   * @param channel the file, at its first byte; stays the caller's to close
   * @param fileBytes the length of the file
   * @param check sees the metadata before the tensors are looked at
   * @throws ModelFormatException if the header is not that of a sealed file of this length
   */
  public SafetensorsReader(
      ReadableByteChannel channel, long fileBytes, SafetensorsHeader.MetadataCheck check)
      throws IOException {
    this.channel = channel;
    byte[] json = readHeader(fileBytes);
    HeaderSeal.verify(json);
    header = SafetensorsHeader.parse(json, check);
    header.metadata().remove(HeaderSeal.KEY);
    String checksum = header.metadata().remove(DATA_CHECKSUM);
    if (checksum == null) {
      throw new ModelFormatException("metadata: " + DATA_CHECKSUM + " is missing");
    }
    expectedChecksum = checksum;
    long dataBytes = fileBytes - Long.BYTES - json.length;
    if (dataBytes != header.dataBytes()) {
      throw new ModelFormatException(
          "the tensors need "
              + (header.dataBytes() + " bytes, the file has " + dataBytes + " after its header"));
    }
  }

  private byte[] readHeader(long fileBytes) throws IOException {
    byte[] head = read(new byte[(int) Math.min(Long.BYTES, fileBytes)], "length");
    if (fileBytes < Long.BYTES) {
      throw notAModel(head, "the file has " + fileBytes + " bytes, a model at least 8");
    }
    long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > SafetensorsHeader.MAX_HEADER_BYTES) {
      throw notAModel(
          start(head, fileBytes),
          "not a model: its first 8 bytes announce a header of "
              + Long.toUnsignedString(length)
              + (" bytes, at most " + SafetensorsHeader.MAX_HEADER_BYTES + " are read"));
    }
    if (length > fileBytes - Long.BYTES) {
      throw notAModel(
          start(head, fileBytes),
          "the header has " + length + " bytes, the file only " + fileBytes);
    }
    return read(new byte[(int) length], "header");
  }

  private byte[] start(byte[] head, long fileBytes) throws IOException {
    int length = (int) Math.min(FileKind.HEAD_BYTES, fileBytes);
    byte[] rest = read(new byte[length - head.length], "start");
    byte[] start = Arrays.copyOf(head, length);
    System.arraycopy(rest, 0, start, head.length, rest.length);
    return start;
  }

  private static ModelFormatException notAModel(byte[] start, String fact) {
    String kind = FileKind.of(start);
    return new ModelFormatException(kind == null ? fact : "not a model but " + kind);
  }

  private byte[] read(byte[] bytes, String what) throws IOException {
    fill(ByteBuffer.wrap(bytes), what);
    return bytes;
  }

  private void fill(ByteBuffer into, String what) throws IOException {
    while (into.hasRemaining()) {
      if (channel.read(into) < 0) {
        throw new ModelFormatException("the file ended while its " + what + " was read");
      }
    }
  }

  /** Returns the metadata but for the checksums. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** Returns the tensors, in the order of the file. */
  public List<SafetensorsHeader.Tensor> tensors() {
    return header.tensors();
  }

  /**
   * Reads the next tensor, in the order of the header.
   *
   * @param values receives its floats, bit for bit; all that remain
   * @throws IllegalArgumentException if the tensor has another length
   */
  public void read(FloatBuffer values) throws IOException {
    SafetensorsHeader.Tensor tensor = header.tensors().get(next);
    if (tensor.length() != values.remaining()) {
      throw new IllegalArgumentException(
          "read: length must be " + tensor.length() + ", got length=" + values.remaining());
    }
    next++;
    ByteBuffer bytes = buffer();
    while (values.hasRemaining()) {
      int count = Math.min(values.remaining(), bytes.capacity() / Float.BYTES);
      fill(bytes.clear().limit(count * Float.BYTES), "data");
      dataChecksum.update(bytes.flip());
      values.put(bytes.flip().asFloatBuffer());
    }
  }

  private ByteBuffer buffer() {
    if (buffer == null) {
      int capacity = (int) Math.min(BUFFER_BYTES, header.dataBytes());
      buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
    return buffer;
  }

  /**
   * Compares the checksum of the data, once all tensors have been read.
   *
   * @throws ModelFormatException if the data are damaged
   */
  public void finish() throws ModelFormatException {
    if (next != header.tensors().size()) {
      throw new IllegalStateException(
          "finish: " + (header.tensors().size() - next) + " tensors have not been read");
    }
    String found = HeaderSeal.digits(dataChecksum);
    if (!found.equals(expectedChecksum)) {
      throw new ModelFormatException(
          "damaged: the data's CRC-32C is "
              + (found + ", the file says " + JsonText.shortened(expectedChecksum)));
    }
  }
}
