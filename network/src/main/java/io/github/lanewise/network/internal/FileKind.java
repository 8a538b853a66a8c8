package io.github.lanewise.network.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names the kind of a file that is not a model from its first bytes. */
final class FileKind {
  /** How many bytes it takes to tell. */
  static final int HEAD_BYTES = 64;

  private record Magic(String bytes, String kind) {}

  // Bytes as ISO-8859-1 characters. None can begin a model: its first eight bytes are the length
  // of the header, little-endian and at most 2^20, so the fourth to the eighth are zero.
  private static final List<Magic> MAGICS =
      List.of(
          new Magic("\u00ac\u00ed\u0000\u0005", "a Java-serialized object"),
          new Magic("\u00ca\u00fe\u00ba\u00be", "a Java class file"),
          new Magic("PK\u0003\u0004", "a zip archive (as PyTorch, Keras and NumPy's npz write)"),
          new Magic("PK\u0005\u0006", "an empty zip archive"),
          new Magic("\u0080\u0002", "a Python pickle"),
          new Magic("\u0080\u0003", "a Python pickle"),
          new Magic("\u0080\u0004", "a Python pickle"),
          new Magic("\u0080\u0005", "a Python pickle"),
          new Magic("\u001f\u008b", "gzip data"),
          new Magic("\u0089HDF\r\n", "an HDF5 file (as Keras writes)"),
          new Magic("\u0093NUMPY", "a NumPy array"),
          new Magic("GGUF", "a GGUF model"),
          new Magic("\u0089PNG", "a PNG image"),
          new Magic("%PDF", "a PDF document"),
          new Magic("version https://git-lfs", "a Git LFS pointer (the model was not fetched)"));

  private FileKind() {}

  /** Returns what begins with {@code head}, or null if that is not known. */
  static @Nullable String of(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    for (Magic magic : MAGICS) {
      if (text.startsWith(magic.bytes())) {
        return magic.kind();
      }
    }
    String markup = text.replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "").toLowerCase(Locale.ROOT);
    if (markup.startsWith("<!doctype html") || markup.startsWith("<html")) {
      return "an HTML page";
    }
    if (markup.startsWith("<")) {
      return "an XML or HTML document";
    }
    if (markup.startsWith("{") || markup.startsWith("[")) {
      return "JSON text";
    }
    return text.matches("[\\x20-\\x7e\\s]+") ? "text" : null;
  }
}
