package io.github.lanewise.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads CSV files with a header row (RFC 4180, UTF-8, gzipped or not). */
public final class CsvData {
  private static final int NAMES_SHOWN = 10;

  private CsvData() {}

  /**
   * Reads labeled samples; every column but {@code label} is a feature.
   *
   * @throws DataException if the file has a defect, which the message locates
   */
  public static Dataset labeled(Path file, String label, Task task) throws IOException {
    String source = file.toString();
    try (InputStream in = DataStream.open(file);
        CsvRows rows = CsvRows.withHeader(source, in)) {
      return labeled(source, rows, label, task);
    }
  }

  static Dataset labeled(String source, CsvRows rows, String label, Task task) throws IOException {
    List<String> header = rows.header();
    int labelColumn = header.indexOf(label);
    if (labelColumn < 0) {
      throw DataException.at(
          source,
          1,
          "no column \"" + label + "\" (columns: " + few(header) + ")" + remedy(header, label));
    }
    if (header.size() == 1) {
      throw DataException.at(source, 1, "no column beside the label \"" + label + "\"");
    }
    int[] columns = IntStream.range(0, header.size()).filter(c -> c != labelColumn).toArray();
    Floats x = new Floats();
    Floats numbers = new Floats();
    List<String> texts = new ArrayList<>();
    int samples = 0;
    while (rows.next()) {
      for (int column : columns) {
        x.add(rows.number(column));
      }
      if (task == Task.CLASSIFY) {
        texts.add(rows.text(labelColumn));
      } else {
        numbers.add(rows.number(labelColumn));
      }
      samples++;
    }
    requireRows(source, samples);
    List<String> featureNames = IntStream.of(columns).mapToObj(header::get).toList();
    return task == Task.CLASSIFY
        ? Dataset.classes(source, label, featureNames, x.toArray(), texts)
        : Dataset.numbers(source, label, featureNames, x.toArray(), numbers.toArray());
  }

  /**
   * Reads samples to predict: the columns {@code featureNames}, found by name in any order. A
   * column {@code label} may be there too and is not read.
   *
   * @return the features, features x samples, column-major
   * @throws DataException if a column is missing or unknown, or the file has another defect
   */
  public static float[] features(Path file, List<String> featureNames, String label)
      throws IOException {
    String source = file.toString();
    try (InputStream in = DataStream.open(file);
        CsvRows rows = CsvRows.withHeader(source, in)) {
      int[] columns = match(source, rows.header(), featureNames, label);
      Floats x = new Floats();
      int samples = 0;
      while (rows.next()) {
        for (int column : columns) {
          x.add(rows.number(column));
        }
        samples++;
      }
      requireRows(source, samples);
      return x.toArray();
    }
  }

  private static int[] match(
      String source, List<String> header, List<String> featureNames, String label)
      throws DataException {
    int[] columns = featureNames.stream().mapToInt(header::indexOf).toArray();
    for (int feature = 0; feature < columns.length; feature++) {
      if (columns[feature] < 0) {
        throw DataException.at(
            source, 1, "no column \"" + featureNames.get(feature) + "\", which the model reads");
      }
    }
    Set<String> known = Set.copyOf(featureNames);
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (!known.contains(name) && !name.equals(label)) {
        throw DataException.at(source, 1, column + 1, name, "the model does not read this column");
      }
    }
    return columns;
  }

  /** What is likely meant, or nothing. */
  private static String remedy(List<String> header, String label) {
    String only = header.getFirst();
    if (header.size() == 1 && (only.contains(";") || only.contains("\t"))) {
      return "; columns must be separated by commas";
    }
    return header.stream()
        .filter(name -> name.equalsIgnoreCase(label))
        .findFirst()
        .map(name -> "; did you mean \"" + name + "\"?")
        .orElse("");
  }

  private static void requireRows(String source, int samples) throws DataException {
    if (samples == 0) {
      throw DataException.at(source, 2, "no row below the header");
    }
  }

  private static String few(List<String> names) {
    String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    int more = names.size() - NAMES_SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
