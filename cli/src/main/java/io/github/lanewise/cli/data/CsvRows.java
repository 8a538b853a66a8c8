package io.github.lanewise.cli.data;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of a CSV file, one at a time; every defect names line and column. */
final class CsvRows implements Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What the decoder puts where bytes are not UTF-8. */
  private static final char REPLACEMENT = '\uFFFD';

  /** A row after the last one: a quote that is never closed swallows it with the rest. */
  private static final String END = "\u0004";

  /** Cells of a row; without a limit a damaged file takes all memory. */
  private static final int MOST_CELLS = 1 << 20;

  private static final String NOT_UTF8 = "not UTF-8 text";

  private final String source;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private List<String> header = List.of();
  private List<String> cells = List.of();
  private long line;

  private CsvRows(String source, InputStream in) throws IOException {
    this.source = source;
    this.reader =
        CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .trimWhitespacesAroundQuotes(true)
            .build(CsvRecordHandler.of(cells -> cells.maxFields(MOST_CELLS)), text(source, in));
    this.records = reader.iterator();
  }

  /** Decodes UTF-8 without the byte order mark that spreadsheets write. */
  private static Reader text(String source, InputStream in) throws IOException {
    InputStream end = new ByteArrayInputStream(("\n" + END).getBytes(StandardCharsets.UTF_8));
    Reader text =
        new BufferedReader(
            new InputStreamReader(new SequenceInputStream(in, end), StandardCharsets.UTF_8));
    text.mark(1);
    try {
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
    } catch (IOException e) {
      throw DataException.at(source, 1, FileProblem.of(e));
    }
    return text;
  }

  /** Opens a file whose first row names the columns. */
  static CsvRows withHeader(String source, InputStream in) throws IOException {
    CsvRows rows = new CsvRows(source, in);
    try {
      rows.readHeader();
    } catch (IOException e) {
      rows.close();
      throw e;
    }
    return rows;
  }

  /** Opens a file that starts with data; {@code names} are its columns. */
  static CsvRows withoutHeader(String source, InputStream in, List<String> names)
      throws IOException {
    CsvRows rows = new CsvRows(source, in);
    rows.header = names;
    return rows;
  }

  private void readHeader() throws IOException {
    if (!read()) {
      throw new DataException(source, "the file is empty");
    }
    header = cells.stream().map(String::strip).toList();
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (name.indexOf(REPLACEMENT) >= 0) {
        throw DataException.at(source, line, column + 1, "", NOT_UTF8);
      }
      if (name.isEmpty()) {
        throw DataException.at(source, line, column + 1, "", "the column has no name");
      }
      if (!seen.add(name)) {
        throw DataException.at(source, line, column + 1, name, "an earlier column has this name");
      }
    }
  }

  List<String> header() {
    return header;
  }

  /** 1-based line on which the current row starts. */
  long line() {
    return line;
  }

  /**
   * Goes to the next row.
   *
   * @return false after the last one
   * @throws DataException if the row has not as many cells as the header
   */
  boolean next() throws IOException {
    if (!read()) {
      return false;
    }
    int expected = header.size();
    int found = cells.size();
    if (found < expected) {
      throw DataException.at(
          source, line, found + 1, header.get(found), "missing: " + counts(found, expected));
    }
    if (found > expected) {
      throw DataException.at(source, line, expected + 1, "", "extra: " + counts(found, expected));
    }
    return true;
  }

  private static String counts(int found, int expected) {
    return "the row has " + found + " cells, the header " + expected;
  }

  private boolean read() throws IOException {
    try {
      if (!records.hasNext()) {
        return false;
      }
      CsvRecord row = records.next();
      cells = row.getFields();
      line = row.getStartingLineNumber();
      if (!cells.getLast().endsWith(END) || records.hasNext()) {
        return true;
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw DataException.at(source, line + 1, problem(e));
    }
    if (cells.size() > 1 || !cells.getLast().equals(END)) {
      throw DataException.at(source, line, cells.size(), "", "a quote is not closed");
    }
    return false;
  }

  /** FastCSV wraps what the stream throws, more than once. */
  private static String problem(RuntimeException e) {
    Throwable cause = e;
    while (cause != null) {
      if (cause instanceof IOException io) {
        return FileProblem.of(io);
      }
      cause = cause.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  /** The trimmed text of a cell, never empty. */
  String text(int column) throws DataException {
    String cell = cells.get(column).strip();
    if (cell.isEmpty()) {
      throw defect(column, "the cell is empty");
    }
    if (cell.indexOf(REPLACEMENT) >= 0) {
      throw defect(column, NOT_UTF8);
    }
    return cell;
  }

  /** The finite number in a cell. */
  float number(int column) throws DataException {
    String cell = text(column);
    float value;
    try {
      value = Float.parseFloat(cell);
    } catch (NumberFormatException e) {
      throw defect(column, "not a number: \"" + shortened(cell) + "\"");
    }
    if (!Float.isFinite(value)) {
      throw defect(column, "not a finite float: \"" + shortened(cell) + "\"");
    }
    if (!Decimals.isDecimal(cell)) {
      throw defect(column, "not a number: \"" + shortened(cell) + "\"");
    }
    return value;
  }

  private DataException defect(int column, String problem) {
    return DataException.at(source, line, column + 1, header.get(column), problem);
  }

  private static String shortened(String cell) {
    return cell.length() <= 40 ? cell : cell.substring(0, 40) + "...";
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
