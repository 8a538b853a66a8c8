package io.github.lanewise.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One message in the wire format of Protocol Buffers: its fields, in the order in which they are
 * added.
 */
final class Protobuf {

  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds an integer that is not negative, or an element of a repeated one. */
  Protobuf add(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  /** Adds bytes. */
  Protobuf add(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    varint(value.length);
    bytes.writeBytes(value);
    return this;
  }

  /** Adds a string. */
  Protobuf add(int field, String value) {
    return add(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a message. */
  Protobuf add(int field, Protobuf value) {
    return add(field, value.toBytes());
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void tag(int field, int wireType) {
    varint(((long) field << 3) | wireType);
  }

  /** Seven bits a byte, the lowest first; all but the last have the eighth bit set. */
  private void varint(long value) {
    long rest = value;
    while (rest > 0x7f) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
