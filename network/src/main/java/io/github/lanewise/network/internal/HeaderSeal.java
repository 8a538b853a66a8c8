package io.github.lanewise.network.internal;

import io.github.lanewise.network.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksum with which a header starts:
 *
 * <pre>{"__metadata__":{"lanewise.header_crc32c":"89abcdef",...</pre>
 *
 * <p>It is the CRC-32C of the 8 length bytes and of the whole header, padding included, with its
 * own eight digits read as zeros. Because the digits stand at a fixed place, a damaged header is
 * found before anything in it is parsed.
 */
final class HeaderSeal {
  static final String KEY = "lanewise.header_crc32c";

  /** What the digits are while the checksum is computed. */
  static final String UNSEALED = "00000000";

  private static final byte[] PREFIX =
      ("{\"__metadata__\":{\"" + KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);
  private static final int DIGITS_END = PREFIX.length + UNSEALED.length();

  private HeaderSeal() {}

  /** Writes the checksum over the digits of a header that has the seal in its place. */
  static void seal(byte[] json) {
    byte[] digits = digits(checksum(json)).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, json, PREFIX.length, digits.length);
  }

  /** Fails unless the header has its seal and is as it was sealed. */
  static void verify(byte[] json) throws ModelFormatException {
    if (json.length < DIGITS_END
        || !Arrays.equals(json, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      throw new ModelFormatException(
          "not a Lanewise model: its header does not start with the checksum " + KEY);
    }
    String expected = digits(checksum(json));
    String found = new String(json, PREFIX.length, UNSEALED.length(), StandardCharsets.ISO_8859_1);
    if (!expected.equals(found)) {
      throw new ModelFormatException(
          "damaged: the header's CRC-32C is "
              + (expected + ", the file says " + JsonText.shortened(found)));
    }
  }

  private static CRC32C checksum(byte[] json) {
    CRC32C checksum = new CRC32C();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    checksum.update(length.putLong(json.length).flip());
    checksum.update(PREFIX);
    checksum.update(UNSEALED.getBytes(StandardCharsets.US_ASCII));
    checksum.update(json, DIGITS_END, json.length - DIGITS_END);
    return checksum;
  }

  /** Returns a CRC-32C as eight lower-case hexadecimal digits. */
  static String digits(CRC32C checksum) {
    return HexFormat.of().toHexDigits((int) checksum.getValue());
  }
}
