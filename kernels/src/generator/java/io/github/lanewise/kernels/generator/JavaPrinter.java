package io.github.lanewise.kernels.generator;

/** Prints Java source: lines at a depth of indentation, cut where they are too long. */
final class JavaPrinter {

  private static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  String text() {
    return out.toString();
  }

  void line(int depth, String format, Object... arguments) {
    String text = arguments.length == 0 ? format : format.formatted(arguments);
    out.append("  ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
  }

  /** A line whose second argument, a list, goes to lines of its own if it is too long. */
  void wrapped(int depth, String format, String name, String list) {
    String text = format.formatted(name, list);
    if (2 * depth + text.length() <= WIDTH) {
      line(depth, "%s", text);
      return;
    }
    String indent = "\n" + "  ".repeat(depth + 2);
    StringBuilder lines = new StringBuilder(indent);
    int column = 2 * (depth + 2);
    for (String item : list.split("(?<=,) ")) {
      if (column + item.length() > WIDTH - 3) {
        lines.append(indent);
        column = 2 * (depth + 2);
      } else if (column > 2 * (depth + 2)) {
        lines.append(' ');
      }
      lines.append(item);
      column += item.length() + 1;
    }
    line(depth, "%s", format.formatted(name, lines));
  }

  /** A statement, on several lines if it is too long. */
  void statement(int depth, String statement) {
    if (2 * depth + statement.length() <= WIDTH) {
      line(depth, "%s", statement);
      return;
    }
    String indent = "\n" + "  ".repeat(depth + 2);
    String chained = chained(statement, indent);
    if (chained.equals(statement)) {
      line(depth, "%s", statement.replaceFirst(" = ", " =" + indent));
    } else {
      line(depth, "%s", chained);
    }
  }

  /** Puts each chained call, as in {@code x.add(y).mul(z)} the second, on a line of its own. */
  private static String chained(String statement, String indent) {
    StringBuilder lines = new StringBuilder();
    int nesting = 0;
    for (int c = 0; c < statement.length(); c++) {
      char character = statement.charAt(c);
      nesting += character == '(' ? 1 : character == ')' ? -1 : 0;
      boolean call = character == '.' && nesting == 0 && statement.charAt(c - 1) == ')';
      lines.append(call ? indent : "").append(character);
    }
    return lines.toString();
  }
}
