package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a message in the wire format of Protocol Buffers. */
final class ProtobufFields {

  private record Field(int number, long integer, ByteBuffer bytes) {}

  private final List<Field> fields = new ArrayList<>();

  ProtobufFields(byte[] message) {
    this(ByteBuffer.wrap(message));
  }

  private ProtobufFields(ByteBuffer in) {
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 3);
      switch ((int) (tag & 7)) {
        case 0 -> fields.add(new Field(number, varint(in), ByteBuffer.allocate(0)));
        case 2 -> {
          int length = (int) varint(in);
          fields.add(new Field(number, 0, in.slice(in.position(), length)));
          in.position(in.position() + length);
        }
        default -> throw new IllegalArgumentException("no wire type of ours: " + (tag & 7));
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    int shift = 0;
    long part;
    do {
      part = in.get();
      value |= (part & 0x7f) << shift;
      shift += 7;
    } while (part < 0);
    return value;
  }

  List<Long> integers(int number) {
    return of(number).stream().map(Field::integer).toList();
  }

  List<String> texts(int number) {
    return of(number).stream()
        .map(field -> StandardCharsets.UTF_8.decode(field.bytes().duplicate()).toString())
        .toList();
  }

  List<ProtobufFields> messages(int number) {
    return of(number).stream().map(field -> new ProtobufFields(field.bytes().duplicate())).toList();
  }

  /** The only message of a field. */
  ProtobufFields message(int number) {
    assertThat(of(number)).hasSize(1);
    return messages(number).getFirst();
  }

  /** The bytes of a field as floats. */
  float[] floats(int number) {
    ByteBuffer bytes = of(number).getFirst().bytes().order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private List<Field> of(int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }
}
