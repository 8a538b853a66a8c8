package io.github.lanewise.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.cli.data.Dataset;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.network.internal.JsonText;
import io.github.lanewise.network.internal.SafetensorsHeader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
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

  /** A quarter of the header is left to the layers and their tensors. */
  private static final int MOST_BYTES = SafetensorsHeader.MAX_HEADER_BYTES / 4 * 3;

  static ModelDescription of(Dataset data) {
    return new ModelDescription(data.labelName(), data.featureNames(), data.classNames());
  }

  Task task() {
    return classes.isEmpty() ? Task.REGRESS : Task.CLASSIFY;
  }

  /**
   * Says all of this in the metadata of a network.
   *
   * @param source of the data
   * @throws DataException if the names would not fit in a model file, beside the rest of its header
   */
  Map<String, String> toMetadata(String source) throws DataException {
    Map<String, String> metadata =
        Map.of(LABEL, label, FEATURES, row(features), CLASSES, row(classes));
    long bytes = metadata.values().stream().mapToLong(ModelDescription::jsonBytes).sum();
    if (bytes > MOST_BYTES) {
      throw new DataException(
          Path.of(source),
          "the names of its %d features and %d classes take %d bytes, a model file holds %d"
              .formatted(features.size(), classes.size(), bytes, MOST_BYTES));
    }
    return metadata;
  }

  private static long jsonBytes(String text) {
    StringBuilder json = new StringBuilder();
    JsonText.append(json, text);
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
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

  /** Takes as many names as the header of a model file can hold. */
  private static CsvRecordHandler asLongAsAHeader() {
    int limit = SafetensorsHeader.MAX_HEADER_BYTES;
    return CsvRecordHandler.of(
        names -> names.maxFields(limit).maxFieldSize(limit).maxRecordSize(limit));
  }

  private static List<String> list(Path file, String row) throws DataException {
    if (row.isEmpty()) {
      return List.of();
    }
    try {
      return CsvReader.builder().ofSingleCsvRecord(asLongAsAHeader(), row).getFields();
    } catch (CsvParseException e) {
      throw new DataException(file, "the names of its features or classes are damaged");
    }
  }
}
