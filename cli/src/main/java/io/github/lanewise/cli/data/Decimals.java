package io.github.lanewise.cli.data;

/** How numbers are written in data files. */
final class Decimals {
  private static final String CHARACTERS = "0123456789.eE+-";

  private Decimals() {}

  /** False for literals of Java's own syntax, which its parsers take too: 1d, 0x1p3, NaN. */
  static boolean isDecimal(String text) {
    return text.chars().allMatch(c -> CHARACTERS.indexOf(c) >= 0);
  }
}
