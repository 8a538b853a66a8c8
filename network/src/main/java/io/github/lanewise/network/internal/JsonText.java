package io.github.lanewise.network.internal;

import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** Writes JSON strings, for headers and for messages. */
public final class JsonText {
  private static final int SHORT_CHARS = 60;

  private JsonText() {}

  /**
   * Appends {@code text} in quotes; everything but quotes, backslashes and controls stands as is.
   */
  public static void append(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /** Returns {@code text} in quotes for a message: on one line, and short whatever a file says. */
  public static String shortened(String text) {
    StringBuilder quoted = new StringBuilder();
    if (text.length() <= SHORT_CHARS) {
      append(quoted, text);
      return quoted.toString();
    }
    append(quoted, text.substring(0, SHORT_CHARS));
    return quoted + "... (" + text.length() + " characters)";
  }

  /** Says whether {@code text} has a UTF-8 form, that is no half of a surrogate pair alone. */
  public static boolean isEncodable(String text) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    return encoder.canEncode(text);
  }
}
