package io.github.lanewise.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.cli.data.Dataset;
import io.github.lanewise.cli.data.Task;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a model file says about its data, beside the network: kept as metadata, lists as one row of
 * CSV.
 *
 * @param label name of what is predicted
 * @param features names of the inputs, in order
 * @param classes names of the outputs, in order; empty if the output is a number
 */
record ModelDescription(String label, List<String> features, List<String> classes) {
  private static final String LABEL = "label";
  private static final String FEATURES = "features";
  private static final String CLASSES = "classes";

  static ModelDescription of(Dataset data) {
    return new ModelDescription(data.labelName(), data.featureNames(), data.classNames());
  }

  Task task() {
    return classes.isEmpty() ? Task.REGRESS : Task.CLASSIFY;
  }

  Map<String, String> toMetadata() {
    return Map.of(LABEL, label, FEATURES, row(features), CLASSES, row(classes));
  }

  /**
   * Reads back what {@link #toMetadata} wrote.
   *
   * @throws DataException if the model was not saved by this tool
   */
  static ModelDescription of(Path file, Map<String, String> metadata, int inputs, int outputs)
      throws DataException {
    ModelDescription description =
        new ModelDescription(
            metadata.getOrDefault(LABEL, ""),
            list(file, metadata.getOrDefault(FEATURES, "")),
            list(file, metadata.getOrDefault(CLASSES, "")));
    int expected = Math.max(1, description.classes.size());
    if (description.features.size() != inputs || expected != outputs) {
      throw new DataException(
          file, "does not name its features and classes: it was not saved by lanewise train");
    }
    return description;
  }

  private static String row(List<String> values) {
    if (values.isEmpty()) {
      return "";
    }
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      csv.writeRecord(values);
    } catch (IOException e) {
      throw new AssertionError("a StringWriter does not fail", e);
    }
    return text.toString().stripTrailing();
  }

  private static List<String> list(Path file, String row) throws DataException {
    if (row.isEmpty()) {
      return List.of();
    }
    try {
      CsvRecord record = CsvReader.builder().ofSingleCsvRecord(row);
      return record.getFields();
    } catch (CsvParseException e) {
      throw new DataException(file, "the names of its features or classes are damaged");
    }
  }
}
