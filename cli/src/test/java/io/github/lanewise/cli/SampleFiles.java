package io.github.lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** CSV files that are easy to learn. */
final class SampleFiles {
  /** Names that CSV must quote, in order. */
  static final List<String> KINDS = List.of("a \"quoted\" one", "one, two", "plain");

  private SampleFiles() {}

  /** Three heaps of points around (0, 0), (1, 1) and (2, 2), apart by ten times their size. */
  static Path classes(Path file, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("x,y,kind\n");
    for (int i = 0; i < rows; i++) {
      int kind = i % KINDS.size();
      text.append(kind + random.nextDouble(0.1)).append(',').append(kind + random.nextDouble(0.1));
      text.append(",\"").append(KINDS.get(kind).replace("\"", "\"\"")).append("\"\n");
    }
    return Files.writeString(file, text);
  }

  /** A price of 100,000 + 6,000 x - 4,000 y with x and y in -1 to 1. */
  static Path numbers(Path file, int rows) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder("x,y,price\n");
    for (int i = 0; i < rows; i++) {
      double x = random.nextDouble(-1, 1);
      double y = random.nextDouble(-1, 1);
      text.append(x).append(',').append(y).append(',').append(100_000 + 6_000 * x - 4_000 * y);
      text.append('\n');
    }
    return Files.writeString(file, text);
  }
}
