package io.github.lanewise.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The data set that comes with the tool: 1,797 handwritten digits of 8 x 8 pixels, each 0 to 16.
 * Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI (see NOTICE).
 */
public final class Digits {
  public static final int SIDE = 8;
  private static final String RESOURCE = "digits.csv.gz";
  private static final String LABEL = "digit";

  private Digits() {}

  /** Reads the data set from the jar. */
  public static Dataset load() throws IOException {
    String source = "digits";
    List<String> names = new ArrayList<>(IdxData.pixelNames(SIDE, SIDE));
    names.add(LABEL);
    try (InputStream raw = Digits.class.getResourceAsStream(RESOURCE)) {
      if (raw == null) {
        throw new DataException(source, "the jar has no " + RESOURCE);
      }
      try (CsvRows rows = CsvRows.withoutHeader(source, DataStream.open(source, raw), names)) {
        return CsvData.labeled(source, rows, LABEL, Task.CLASSIFY);
      }
    }
  }
}
