package io.github.lanewise.network.internal;

import io.github.lanewise.network.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * A strict cursor over the JSON of a safetensors header (RFC 8259): objects, arrays, strings and
 * non-negative integers. The caller asks for what the format has at each place, so nesting is as
 * deep as the format and never as deep as a file wants.
 */
final class JsonCursor {
  /** Reads the value of one field. */
  interface Field {
    void read(String name) throws ModelFormatException;
  }

  /** Reads one element. */
  interface Element {
    void read() throws ModelFormatException;
  }

  private static final int MAX_DIGITS = 19;

  private final byte[] json;
  private int at;

  /** Starts at the first of the bytes, which it unescapes in place. Rejects what is not UTF-8. */
  JsonCursor(byte[] json) throws ModelFormatException {
    this.json = json;
    checkUtf8();
  }

  private void checkUtf8() throws ModelFormatException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(json);
    CharBuffer dropped = CharBuffer.allocate(512);
    CoderResult result;
    do {
      result = decoder.decode(in, dropped.clear(), true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new ModelFormatException("header byte " + in.position() + ": not UTF-8");
    }
  }

  /** Reads an object of at most {@code limit} fields, each name once. */
  void object(String what, int limit, Field field) throws ModelFormatException {
    Set<String> names = new HashSet<>();
    sequence(
        '{',
        '}',
        () -> {
          String name = string();
          if (!names.add(name)) {
            throw new ModelFormatException(what + ": duplicate name " + JsonText.shortened(name));
          }
          if (names.size() > limit) {
            throw new ModelFormatException(what + ": more than " + limit + " entries");
          }
          expect(':');
          field.read(name);
        });
  }

  /** Reads an array, element by element. */
  void array(Element element) throws ModelFormatException {
    sequence('[', ']', element);
  }

  private void sequence(char open, char close, Element element) throws ModelFormatException {
    expect(open);
    if (accept(close)) {
      return;
    }
    do {
      element.read();
    } while (accept(','));
    expect(close);
  }

  /** Reads an integer of 0 to 2^63 - 1; a sign, a fraction or an exponent is not accepted. */
  long integer() throws ModelFormatException {
    skipSpace();
    int start = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    int digits = at - start;
    if (digits == 0 || (at < json.length && "+-.eE".indexOf(json[at]) >= 0)) {
      throw expected("a non-negative integer");
    }
    if (digits > 1 && json[start] == '0') {
      throw new ModelFormatException("header byte " + start + ": integer with a leading zero");
    }
    String text = new String(json, start, Math.min(digits, MAX_DIGITS), StandardCharsets.US_ASCII);
    if (digits > MAX_DIGITS || Long.parseUnsignedLong(text) < 0) {
      throw new ModelFormatException("header byte " + start + ": integer above 2^63 - 1");
    }
    return Long.parseLong(text);
  }

  /** Reads a string. */
  String string() throws ModelFormatException {
    expect('"');
    int start = at;
    while (byteInString() != '"' && json[at] != '\\') {
      at++;
    }
    // The quote and the backslash are ASCII, so the run before them is whole characters.
    int end = json[at] == '"' ? at : unescape(at);
    at++;
    return new String(json, start, end - start, StandardCharsets.UTF_8);
  }

  /** Unescapes the rest of a string in place, from {@code to} on, and returns the end of it. */
  private int unescape(int to) throws ModelFormatException {
    int end = to;
    while (byteInString() != '"') {
      if (json[at] == '\\') {
        end = putUtf8(escape(), end);
      } else {
        json[end++] = json[at++];
      }
    }
    return end;
  }

  /** Writes 1 to 4 bytes over an escape, which took 2, 6 or, for the code points of 4, 12. */
  private int putUtf8(int codePoint, int to) {
    int end = to;
    if (codePoint < 0x80) {
      json[end++] = (byte) codePoint;
    } else {
      int continuations = codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
      // The first byte begins with one bit set per byte of the character.
      json[end++] = (byte) ((0xff00 >> (continuations + 1)) | (codePoint >> (6 * continuations)));
      for (int i = continuations - 1; i >= 0; i--) {
        json[end++] = (byte) (0x80 | ((codePoint >> (6 * i)) & 0x3f));
      }
    }
    return end;
  }

  private byte byteInString() throws ModelFormatException {
    if (at == json.length) {
      throw new ModelFormatException("header: ends inside a string");
    }
    if (json[at] >= 0 && json[at] < ' ') {
      throw new ModelFormatException("header byte " + at + ": control character in a string");
    }
    return json[at];
  }

  /** Reads an escape and returns its code point. */
  private int escape() throws ModelFormatException {
    int start = at++;
    byte letter = byteInString();
    at++;
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codePoint(start);
      default -> throw new ModelFormatException("header byte " + start + ": unknown escape");
    };
  }

  private int codePoint(int start) throws ModelFormatException {
    char first = hexCharacter();
    if (!Character.isSurrogate(first)) {
      return first;
    }
    if (byteInString() == '\\') {
      at++;
      if (byteInString() == 'u') {
        at++;
        char second = hexCharacter();
        if (Character.isSurrogatePair(first, second)) {
          return Character.toCodePoint(first, second);
        }
      }
    }
    throw new ModelFormatException("header byte " + start + ": half of a surrogate pair");
  }

  private char hexCharacter() throws ModelFormatException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit((char) byteInString(), 16);
      if (digit < 0) {
        throw new ModelFormatException("header byte " + at + ": not a hexadecimal digit");
      }
      code = code << 4 | digit;
      at++;
    }
    return (char) code;
  }

  /** Takes {@code symbol} or fails. */
  void expect(char symbol) throws ModelFormatException {
    if (!accept(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  private boolean accept(char symbol) {
    skipSpace();
    if (at < json.length && json[at] == symbol) {
      at++;
      return true;
    }
    return false;
  }

  /** Fails unless only the spaces that pad a header are left. */
  void end() throws ModelFormatException {
    while (at < json.length) {
      if (json[at] != ' ') {
        throw expected("only spaces after the last brace");
      }
      at++;
    }
  }

  private void skipSpace() {
    while (at < json.length && " \t\n\r".indexOf(json[at]) >= 0) {
      at++;
    }
  }

  private ModelFormatException expected(String what) {
    if (at == json.length) {
      return new ModelFormatException("header: expected " + what + ", but it ends");
    }
    int length = Math.min(12, json.length - at);
    String found = new String(json, at, length, StandardCharsets.UTF_8);
    return new ModelFormatException(
        "header byte " + at + ": expected " + what + ", found " + JsonText.shortened(found));
  }
}
