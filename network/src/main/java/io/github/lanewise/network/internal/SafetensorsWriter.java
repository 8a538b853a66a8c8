package io.github.lanewise.network.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Writes a sealed safetensors file. The same tensors and metadata always give the same bytes.
 *
 * <p>The header says the checksum of the data, so the data are encoded twice: once for the checksum
 * and once for the file. That takes one small buffer instead of a second copy of the weights.
 */
public final class SafetensorsWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * A tensor to write.
   *
   * @param name its name
   * @param shape its sizes, row-major
   * @param values its floats, all that remain; not copied
   */
  public record Tensor(String name, List<Long> shape, FloatBuffer values) {}

  private interface Sink {
    void accept(ByteBuffer bytes) throws IOException;
  }

  private final byte[] json;
  private final List<Tensor> tensors;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Plans a file.
   *
   * @param metadata entries for {@code __metadata__}, in this order after the two checksums
   * @param tensors the tensors, in this order
   * @throws IllegalArgumentException if they are too many, or the header too long
   */
  public SafetensorsWriter(Map<String, String> metadata, List<Tensor> tensors) {
    this.tensors = tensors;
    Map<String, String> sealed = new LinkedHashMap<>();
    sealed.put(HeaderSeal.KEY, HeaderSeal.UNSEALED);
    sealed.put(SafetensorsReader.DATA_CHECKSUM, HeaderSeal.digits(dataChecksum()));
    sealed.putAll(metadata);
    json = new SafetensorsHeader(sealed, layOut(tensors)).toJson();
    HeaderSeal.seal(json);
  }

  private static List<SafetensorsHeader.Tensor> layOut(List<Tensor> tensors) {
    List<SafetensorsHeader.Tensor> entries = new ArrayList<>();
    long begin = 0;
    for (Tensor tensor : tensors) {
      long end = begin + (long) tensor.values().remaining() * Float.BYTES;
      entries.add(new SafetensorsHeader.Tensor(tensor.name(), tensor.shape(), begin, end));
      begin = end;
    }
    return entries;
  }

  private CRC32C dataChecksum() {
    CRC32C checksum = new CRC32C();
    try {
      encode(checksum::update);
    } catch (IOException e) {
      throw new AssertionError("a checksum does no I/O", e);
    }
    return checksum;
  }

  /**
   * Writes the file.
   *
   * @param channel receives it; may take any number of bytes per call; stays the caller's to close
   */
  public void writeTo(WritableByteChannel channel) throws IOException {
    buffer.clear().putLong(json.length).flip();
    writeFully(channel, buffer);
    writeFully(channel, ByteBuffer.wrap(json));
    encode(bytes -> writeFully(channel, bytes));
  }

  private void encode(Sink sink) throws IOException {
    for (Tensor tensor : tensors) {
      FloatBuffer values = tensor.values().duplicate();
      while (values.hasRemaining()) {
        int count = Math.min(values.remaining(), BUFFER_BYTES / Float.BYTES);
        FloatBuffer next = values.duplicate().limit(values.position() + count);
        buffer.clear().limit(count * Float.BYTES).asFloatBuffer().put(next);
        values.position(next.limit());
        sink.accept(buffer);
      }
    }
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
