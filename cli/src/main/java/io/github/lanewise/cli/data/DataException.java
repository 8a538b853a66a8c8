package io.github.lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Path;

/** A defect of a data file, told in one line: {@code file: line 3, column 2 (x1): problem}. */
public final class DataException extends IOException {
  private static final long serialVersionUID = 1;

  public DataException(Path file, String problem) {
    this(file.toString(), problem);
  }

  DataException(String source, String problem) {
    super(source + ": " + problem.replaceAll("\\s+", " "));
  }

  /**
   * A defect at a row.
   *
   * @param line 1-based line of the file
   */
  static DataException at(String source, long line, String problem) {
    return new DataException(source, "line " + line + ": " + problem);
  }

  /**
   * A defect of one cell.
   *
   * @param line 1-based line of the file
   * @param column 1-based column
   * @param name the column's name in the header, empty if it has none
   */
  static DataException at(String source, long line, int column, String name, String problem) {
    String where = name.isEmpty() ? "" : " (" + name + ")";
    return new DataException(
        source, "line " + line + ", column " + column + where + ": " + problem);
  }
}
