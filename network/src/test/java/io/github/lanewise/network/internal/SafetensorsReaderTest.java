package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.network.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsReaderTest {
  private static final byte[] DATA = new byte[16];
  private static final String OPEN = SealedBytes.opening(DATA);
  private static final String TWO_BY_TWO =
      "{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}";

  private static SafetensorsReader open(byte[] file) throws IOException {
    return new SafetensorsReader(
        Channels.newChannel(new ByteArrayInputStream(file)), file.length, metadata -> {});
  }

  private static void assertRejected(String header, String message) {
    assertThatThrownBy(() -> open(SealedBytes.file(header, DATA)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  /** A header of one tensor "x", the rest of the fields as given. */
  private static String tensor(String fields) {
    return OPEN + "},\"x\":{" + fields + "}}";
  }

  @Test
  void readsBackWhatTheWriterWrote() throws IOException {
    float[] values = {0, -0f, Float.MIN_VALUE, Float.intBitsToFloat(0x7f800001), 5, 6, 7};
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("z \" \\ / \u0000 \n \u007f", "\u00e9 \u20ac \ud83d\ude00");
    metadata.put("", "");
    var writer =
        new SafetensorsWriter(
            metadata,
            List.of(
                new SafetensorsWriter.Tensor("a", List.of(2L, 1L), FloatBuffer.wrap(values, 0, 2)),
                new SafetensorsWriter.Tensor("empty", List.of(0L, 9L), FloatBuffer.allocate(0)),
                new SafetensorsWriter.Tensor("scalar", List.of(), FloatBuffer.wrap(values, 2, 1)),
                new SafetensorsWriter.Tensor("b", List.of(4L), FloatBuffer.wrap(values, 3, 4))));
    var bytes = new ByteArrayOutputStream();
    writer.writeTo(Channels.newChannel(bytes));
    SafetensorsReader reader = open(bytes.toByteArray());

    float[] read = new float[7];
    reader.read(FloatBuffer.wrap(read, 0, 2));
    reader.read(FloatBuffer.wrap(read, 0, 0));
    reader.read(FloatBuffer.wrap(read, 2, 1));
    reader.read(FloatBuffer.wrap(read, 3, 4));
    reader.finish();

    assertThat(bits(read)).isEqualTo(bits(values));
    assertThat(reader.metadata().entrySet()).containsExactlyElementsOf(metadata.entrySet());
    assertThat(reader.tensors().stream().map(SafetensorsHeader.Tensor::shape))
        .containsExactly(List.of(2L, 1L), List.of(0L, 9L), List.of(), List.of(4L));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void dataBeginAtAMultipleOfEightBytes() throws IOException {
    for (int length = 0; length < 9; length++) {
      var bytes = new ByteArrayOutputStream();
      new SafetensorsWriter(Map.of("k", "v".repeat(length)), List.of())
          .writeTo(Channels.newChannel(bytes));
      assertThat(bytes.size() % 8).isZero();
      open(bytes.toByteArray()).finish();
    }
  }

  @Test
  void acceptsWhatJsonAllows() throws IOException {
    String header =
        OPEN
            + " , \"k\\u00e9\\ud83d\\ude00\\n\" : \"\\\"\\\\\\/\\b\\f\\r\\t\u20ac\" } ,\r\n\t\"x\":"
            + "{\"data_offsets\":[ 0 , 16 ],\"shape\":[4],\"dtype\":\"F32\"}\t}   ";
    SafetensorsReader reader = open(SealedBytes.file(header, DATA));
    assertThat(reader.metadata()).containsEntry("k\u00e9\ud83d\ude00\n", "\"\\/\b\f\r\t\u20ac");
    assertThat(reader.tensors())
        .containsExactly(new SafetensorsHeader.Tensor("x", List.of(4L), 0, 16));
  }

  @Test
  void readsEveryCharacterEscapedAndAsItIs() throws IOException {
    int step = 0x10000;
    for (int first = 0; first < Character.MAX_CODE_POINT; first += step) {
      StringBuilder text = new StringBuilder();
      for (int codePoint = first; codePoint < first + step; codePoint++) {
        boolean control = codePoint < 0x20 || codePoint == '"' || codePoint == '\\';
        if (!control && (codePoint < 0xd800 || codePoint > 0xdfff)) {
          text.appendCodePoint(codePoint);
        }
      }
      StringBuilder escaped = new StringBuilder();
      text.chars().forEach(c -> escaped.append("\\u%04X".formatted(c)));
      String header = OPEN + "},\"x\":" + TWO_BY_TWO + "}";
      for (String form : new String[] {text.toString(), escaped.toString()}) {
        byte[] file =
            SealedBytes.file(
                OPEN + ",\"k\":\"" + form + "\"" + header.substring(OPEN.length()), DATA);
        assertThat(open(file).metadata()).containsEntry("k", text.toString());
      }
    }
  }

  static Stream<Arguments> headers() {
    String dtype = "\"dtype\":\"F32\"";
    String shape = "\"shape\":[2,2]";
    String offsets = "\"data_offsets\":[0,16]";
    return Stream.of(
        arguments(OPEN + "}", "header: expected '}', but it ends"),
        arguments(
            OPEN + "}}x", "header byte %d: expected only spaces after the last brace, found \"x\""),
        arguments(
            OPEN + "}}\n",
            "header byte %d: expected only spaces after the last brace, found \"\\u000a\""),
        arguments(OPEN + "},}", "header byte %d: expected '\"', found \"}\""),
        arguments(OPEN + "},\"x\":[]}", "header byte %d: expected '{', found \"[]}\""),
        arguments(OPEN + ",\"k\":1}}", "header byte %d: expected '\"', found \"1}}\""),
        arguments(OPEN + ",\"k\":null}}", "header byte %d: expected '\"', found \"null}}\""),
        arguments(OPEN + ",\"k\" \"v\"}}", "header byte %d: expected ':', found \"\\\"v\\\"}}\""),
        arguments(OPEN + ",\"k", "header: ends inside a string"),
        arguments(OPEN + ",\"k\\", "header: ends inside a string"),
        arguments(OPEN + ",\"k\\u12", "header: ends inside a string"),
        arguments(OPEN + ",\"k\\x\":\"\"}}", "header byte %d: unknown escape"),
        arguments(OPEN + ",\"k\\u00g0\":\"\"}}", "header byte %d: not a hexadecimal digit"),
        arguments(OPEN + ",\"\\ud83dx\":\"\"}}", "header byte %d: half of a surrogate pair"),
        arguments(OPEN + ",\"\\ud83d\\n\":\"\"}}", "header byte %d: half of a surrogate pair"),
        arguments(OPEN + ",\"\\ud83d\\ud83d\":\"\"}}", "header byte %d: half of a surrogate pair"),
        arguments(OPEN + ",\"\\ude00\\ud83d\":\"\"}}", "header byte %d: half of a surrogate pair"),
        arguments(OPEN + ",\"\\ud800\":\"\"}}", "header byte %d: half of a surrogate pair"),
        arguments(OPEN + ",\"a\nb\":\"\"}}", "header byte %d: control character in a string"),
        arguments(OPEN + ",\"a\":\"\",\"\\u0061\":\"\"}}", "__metadata__: duplicate name \"a\""),
        arguments(OPEN + "},\"__metadata__\":{}}", "header: duplicate name \"__metadata__\""),
        arguments(
            OPEN + "},\"x\":" + TWO_BY_TWO + ",\"x\":" + TWO_BY_TWO + "}",
            "header: duplicate name \"x\""),
        arguments(
            tensor(dtype + "," + dtype + "," + shape), "tensor \"x\": duplicate name \"dtype\""),
        arguments(
            tensor(dtype + "," + shape), "tensor \"x\": needs dtype, shape and two data_offsets"),
        arguments(
            tensor(dtype + "," + offsets), "tensor \"x\": needs dtype, shape and two data_offsets"),
        arguments(
            tensor(shape + "," + offsets), "tensor \"x\": needs dtype, shape and two data_offsets"),
        arguments(
            tensor(dtype + "," + shape + ",\"data_offsets\":[0]"),
            "tensor \"x\": needs dtype, shape and two data_offsets"),
        arguments(
            tensor(dtype + "," + shape + ",\"data_offsets\":[0,16,16]"),
            "tensor \"x\": data_offsets: more than 2 integers"),
        arguments(
            tensor(dtype + ",\"shape\":[1,1,1,1,1,1,1,1,4]," + offsets),
            "tensor \"x\": shape: more than 8 integers"),
        arguments(tensor("\"color\":\"red\""), "tensor \"x\": unknown field \"color\""),
        arguments(
            tensor("\"dtype\":\"F16\"," + shape + "," + offsets),
            "tensor \"x\": dtype must be F32, got \"F16\""),
        arguments(
            tensor(dtype + ",\"shape\":[2,9223372036854775807]," + offsets),
            "tensor \"x\": size of shape [2, 9223372036854775807] overflows"),
        arguments(
            tensor(dtype + ",\"shape\":[4294967296,4294967296]," + offsets),
            "tensor \"x\": size of shape [4294967296, 4294967296] overflows"),
        arguments(
            tensor(dtype + ",\"shape\":[65536,65536]," + offsets),
            "tensor \"x\": shape [65536, 65536] needs 17179869184 bytes, data_offsets [0, 16]"),
        arguments(
            tensor(dtype + ",\"shape\":[65536,65536],\"data_offsets\":[0,17179869184]"),
            "the tensors need 17179869184 bytes, the file has 16 after its header"),
        arguments(
            tensor(dtype + ",\"shape\":[-1,4]," + offsets),
            "header byte %d: expected a non-negative integer, found \"-1,4],\\\"data_\""),
        arguments(
            tensor(dtype + ",\"shape\":[2.0]," + offsets),
            "header byte %d: expected a non-negative integer, found \".0],\\\"data_of\""),
        arguments(
            tensor(dtype + ",\"shape\":[2e0]," + offsets),
            "header byte %d: expected a non-negative integer, found \"e0],\\\"data_of\""),
        arguments(
            tensor(dtype + ",\"shape\":[04]," + offsets),
            "header byte %d: integer with a leading zero"),
        arguments(
            tensor(dtype + ",\"shape\":[9223372036854775808]," + offsets),
            "header byte %d: integer above 2^63 - 1"),
        arguments(
            tensor(dtype + ",\"shape\":[10000000000000000000]," + offsets),
            "header byte %d: integer above 2^63 - 1"),
        arguments(
            tensor(dtype + ",\"shape\":[40000000000000000000]," + offsets),
            "header byte %d: integer above 2^63 - 1"),
        arguments(
            tensor(dtype + ",\"shape\":[99999999999999999999]," + offsets),
            "header byte %d: integer above 2^63 - 1"),
        arguments(
            tensor(dtype + ",\"shape\":[" + "[".repeat(100_000)),
            "header byte %d: expected a non-negative integer, found \"[[[[[[[[[[[[\""),
        arguments(
            tensor(dtype + "," + shape + ",\"data_offsets\":[16,0]"),
            "tensor \"x\": must begin at byte 0, got 16"),
        arguments(
            tensor(dtype + "," + shape + ",\"data_offsets\":[0,9223372036854775807]"),
            "tensor \"x\": shape [2, 2] needs 16 bytes, data_offsets [0, 9223372036854775807]"));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void rejectsAHeaderThatIsNotStrict(String header, String message) {
    assertThatThrownBy(() -> open(SealedBytes.file(header, DATA)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .satisfies(e ->
            assertThat(e.getMessage().replaceFirst("header byte \\d+", "header byte %d"))
                .isEqualTo(message));
  }

  @Test
  void namesThePlaceOfWhatItRejects() {
    assertRejected(
        OPEN + "}}!",
        "header byte "
            + (OPEN.length() + 2)
            + ": expected only spaces after the last brace, found \"!\"");
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        arguments("overlap", new long[] {0, 8, 4, 12}, "tensor \"1\": must begin at byte 8, got 4"),
        arguments("hole", new long[] {0, 4, 8, 16}, "tensor \"1\": must begin at byte 4, got 8"),
        arguments("order", new long[] {8, 16, 0, 8}, "tensor \"0\": must begin at byte 0, got 8"),
        arguments("twice", new long[] {0, 16, 0, 16}, "tensor \"1\": must begin at byte 16, got 0"),
        arguments(
            "trailing",
            new long[] {0, 4, 4, 12},
            "the tensors need 12 bytes, the file has 16 after its header"),
        arguments(
            "short",
            new long[] {0, 8, 8, 20},
            "the tensors need 20 bytes, the file has 16 after its header"));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void tensorsMustCoverTheDataExactly(String name, long[] offsets, String message) {
    StringBuilder header = new StringBuilder(OPEN + "}");
    for (int t = 0; t < 2; t++) {
      long begin = offsets[2 * t];
      long end = offsets[2 * t + 1];
      header.append(
          ",\"%d\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[%d,%d]}"
              .formatted(t, (end - begin) / 4, begin, end));
    }
    assertRejected(header + "}", message);
  }

  @Test
  void rejectsTooManyTensors() {
    StringBuilder header = new StringBuilder(OPEN + "}");
    for (int t = 0; t <= 4096; t++) {
      header.append(",\"").append(t);
      header.append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}");
    }
    assertRejected(header + "}", "header: more than 4097 entries");
  }

  @Test
  void rejectsTooMuchMetadata() {
    StringBuilder header = new StringBuilder(OPEN);
    for (int t = 0; t < 4095; t++) {
      header.append(",\"").append(t).append("\":\"\"");
    }
    assertRejected(header + "}}", "__metadata__: more than 4096 entries");
  }

  @Test
  void shortensLongNamesInMessages() {
    String name = "n".repeat(900_000);
    assertRejected(
        OPEN + "},\"" + name + "\":{}}",
        "tensor \"%s\"... (900000 characters): needs dtype, shape and two data_offsets"
            .formatted("n".repeat(60)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c0af",
        "c080",
        "e08080",
        "eda080",
        "f4908080",
        "f8888080",
        "ff",
        "c3",
        "e282",
        "f09f98"
      })
  void rejectsWhatIsNotUtf8(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    byte[] start = (OPEN + ",\"k\":\"").getBytes(StandardCharsets.UTF_8);
    byte[] header =
        ByteBuffer.allocate(start.length + bad.length + 3)
            .put(start)
            .put(bad)
            .put("\"}}".getBytes(StandardCharsets.UTF_8))
            .array();
    assertThatThrownBy(() -> open(SealedBytes.file(header, DATA)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageMatching("header byte \\d+: not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, -1, Long.MIN_VALUE, 1 << 20 | 1})
  void rejectsAHeaderThatIsTooLong(long length) {
    byte[] file = SealedBytes.file(tensor(""), DATA);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> open(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "not a model: its first 8 bytes announce a header of %s bytes, at most 1048576 are read"
                .formatted(Long.toUnsignedString(length)));
  }

  @Test
  void rejectsAHeaderThatIsLongerThanTheFile() {
    byte[] file = SealedBytes.file(tensor(""), DATA);
    for (int length : new int[] {file.length - 7, file.length, file.length + 1}) {
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      assertThatThrownBy(() -> open(file))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage("the header has " + length + " bytes, the file only " + file.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"x\":" + TWO_BY_TWO + "}", "{\"__metadata__\":{}}"})
  void rejectsASafetensorsFileWithoutChecksums(String header) {
    assertRejected(
        header,
        "not a Lanewise model: its header does not start with the checksum lanewise.header_crc32c");
  }

  @Test
  void rejectsAHeaderWithoutTheChecksumOfTheData() {
    assertRejected(
        OPEN.replace("data_crc32c", "data_crc32d") + "},\"x\":" + TWO_BY_TWO + "}",
        "metadata: lanewise.data_crc32c is missing");
  }

  @Test
  void namesTheTwoChecksumsThatDiffer() throws IOException {
    byte[] file = SealedBytes.file(OPEN + "},\"x\":" + TWO_BY_TWO + "}", DATA);
    file[file.length - 1] ^= 1;
    SafetensorsReader reader = open(file);
    reader.read(FloatBuffer.allocate(4));
    assertThatThrownBy(reader::finish)
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageMatching(
            "damaged: the data's CRC-32C is [0-9a-f]{8}, the file says \"[0-9a-f]{8}\"");
    file[20] ^= 1;
    file[70] ^= 1;
    assertThatThrownBy(() -> open(file)).isExactlyInstanceOf(ModelFormatException.class);
  }

  @Test
  void upperCaseDigitsAreNotTheChecksum() {
    byte[] file = SealedBytes.file(OPEN + "},\"x\":" + TWO_BY_TWO + "}", DATA);
    boolean letters = false;
    for (int i = 50; i < 58; i++) {
      int upper = Character.toUpperCase(file[i]);
      letters |= upper != file[i];
      file[i] = (byte) upper;
    }
    assertThat(letters).isTrue();
    assertThatThrownBy(() -> open(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("damaged: the header's CRC-32C is ");
  }

  @Test
  void aFileThatShrinksWhileItIsReadIsRejected() throws IOException {
    byte[] file = SealedBytes.file(OPEN + "},\"x\":" + TWO_BY_TWO + "}", DATA);
    byte[] cut = Arrays.copyOf(file, file.length - 1);
    var reader =
        new SafetensorsReader(
            Channels.newChannel(new ByteArrayInputStream(cut)), file.length, metadata -> {});
    assertThatThrownBy(() -> reader.read(FloatBuffer.allocate(4)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("the file ended while its data was read");
  }

  @Test
  void finishAsksForAllTensors() throws IOException {
    SafetensorsReader reader = open(SealedBytes.file(OPEN + "},\"x\":" + TWO_BY_TWO + "}", DATA));
    assertThatThrownBy(reader::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("finish: 1 tensors have not been read");
    assertThatThrownBy(() -> reader.read(FloatBuffer.allocate(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("read: length must be 4, got length=5");
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        arguments("aced0005737200", "a Java-serialized object"),
        arguments("cafebabe00000045", "a Java class file"),
        arguments(
            "504b0304140000000800", "a zip archive (as PyTorch, Keras and NumPy's npz write)"),
        arguments("504b05060000000000000000", "an empty zip archive"),
        arguments("80049526000000000000008c", "a Python pickle"),
        arguments("1f8b0800000000000003", "gzip data"),
        arguments("894844460d0a1a0a00000000", "an HDF5 file (as Keras writes)"),
        arguments("934e554d5059010076007b27", "a NumPy array"),
        arguments("474755460300000000", "a GGUF model"),
        arguments("89504e470d0a1a0a", "a PNG image"),
        arguments("255044462d312e37", "a PDF document"),
        arguments(
            hex("version https://git-lfs.github.com/spec/v1"),
            "a Git LFS pointer (the model was not fetched)"),
        arguments(hex("<!DOCTYPE html><html lang=en>"), "an HTML page"),
        arguments(hex("\n\n <HTML>"), "an HTML page"),
        arguments(hex("<?xml version='1.0'?>"), "an XML or HTML document"),
        arguments(hex("<svg>"), "an XML or HTML document"),
        arguments(hex("{\"class_name\": 1}"), "JSON text"),
        arguments(hex("age;height\r\n17;1.9\t\n"), "text"));
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void namesTheKindOfAnotherFile(String hex, String kind) {
    assertThatThrownBy(() -> open(HexFormat.of().parseHex(hex)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("not a model but " + kind);
  }

  @Test
  void rejectsFilesThatAreTooShort() {
    for (int length = 0; length < 8; length++) {
      byte[] file = new byte[length];
      assertThatThrownBy(() -> open(file))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage("the file has " + length + " bytes, a model at least 8");
    }
  }
}
