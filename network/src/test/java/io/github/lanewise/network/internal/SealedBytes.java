package io.github.lanewise.network.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Builds and repairs model files byte by byte, as an attacker who knows the checksums would. */
public final class SealedBytes {
  private static final String SEAL = "{\"__metadata__\":{\"lanewise.header_crc32c\":\"00000000\"";
  private static final String DATA = "\"lanewise.data_crc32c\":\"";

  private SealedBytes() {}

  /** Returns the start of a header, up to the checksum of {@code data}. */
  public static String opening(byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    return SEAL + "," + DATA + HexFormat.of().toHexDigits((int) checksum.getValue()) + "\"";
  }

  /** Returns a sealed file of a header that begins as {@link #opening} and these data. */
  public static byte[] file(String header, byte[] data) {
    return file(header.getBytes(StandardCharsets.UTF_8), data);
  }

  /** Returns a sealed file; the seal is written only where the header has a place for it. */
  public static byte[] file(byte[] header, byte[] data) {
    byte[] json = header.clone();
    String start =
        new String(json, 0, Math.min(json.length, SEAL.length()), StandardCharsets.ISO_8859_1);
    if (start.length() == SEAL.length() && start.startsWith(SEAL.substring(0, SEAL.length() - 9))) {
      HeaderSeal.seal(json);
    }
    return ByteBuffer.allocate(Long.BYTES + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }

  /** Returns the header of a file, padding included. */
  public static byte[] header(byte[] file) {
    long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES, Long.BYTES + Math.toIntExact(length));
  }

  /** Returns the data section of a file. */
  public static byte[] data(byte[] file) {
    return Arrays.copyOfRange(file, Long.BYTES + header(file).length, file.length);
  }

  /** Returns {@code header} with the checksum of {@code data} in its place, if it has one. */
  public static byte[] withDataChecksum(byte[] header, byte[] data) {
    String text = new String(header, StandardCharsets.ISO_8859_1);
    int digits = text.indexOf(DATA) + DATA.length();
    if (digits < DATA.length() || digits + 8 > text.length()) {
      return header;
    }
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    String repaired = HexFormat.of().toHexDigits((int) checksum.getValue());
    String sealed = text.substring(0, digits) + repaired + text.substring(digits + 8);
    return sealed.getBytes(StandardCharsets.ISO_8859_1);
  }
}
