package io.github.lanewise.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts of samples by true and predicted class. */
final class ConfusionMatrix {
  private static final int LABEL_LENGTH = 12;

  /** The most classes that a table is for. */
  private static final int TABLE_CLASSES = 30;

  /** How many of the confusions of more classes are told. */
  private static final int TOLD = 20;

  /** A true class and the class predicted for it. */
  private record Pair(int truth, int predicted) {}

  private final List<String> classNames;
  private final Map<Pair, Integer> counts = new HashMap<>();
  private int samples;
  private int correct;

  ConfusionMatrix(List<String> classNames) {
    this.classNames = classNames;
  }

  /** Counts one sample; -1 is a prediction of no class, which is wrong and has no column. */
  void add(int truth, int predicted) {
    if (predicted >= 0) {
      counts.merge(new Pair(truth, predicted), 1, Integer::sum);
    }
    samples++;
    if (truth == predicted) {
      correct++;
    }
  }

  double accuracy() {
    return (double) correct / samples;
  }

  /**
   * A title and a table: one row per true class, one column per predicted one; 0 is a dot. Of many
   * classes the most frequent confusions.
   */
  List<String> lines() {
    return classNames.size() <= TABLE_CLASSES ? table() : mostFrequent();
  }

  private List<String> table() {
    int classes = classNames.size();
    int most = counts.values().stream().mapToInt(count -> count).max().orElse(0);
    int width = Math.max(4, Integer.toString(most).length() + 1);
    for (int c = 0; c < classes; c++) {
      width = Math.max(width, label(c).length() + 1);
    }
    List<String> lines = new ArrayList<>();
    lines.add("confusion on the test part: a row per true class, a column per predicted class");
    StringBuilder header = new StringBuilder(" ".repeat(width));
    for (int c = 0; c < classes; c++) {
      header.append(padded(label(c), width));
    }
    lines.add(header.toString());
    for (int truth = 0; truth < classes; truth++) {
      StringBuilder row = new StringBuilder(padded(label(truth), width));
      for (int c = 0; c < classes; c++) {
        Integer count = counts.get(new Pair(truth, c));
        row.append(padded(count == null ? "." : count.toString(), width));
      }
      lines.add(row.toString());
    }
    return lines;
  }

  private List<String> mostFrequent() {
    List<String> lines = new ArrayList<>();
    if (correct == samples) {
      return List.of("no confusion on the test part");
    }
    lines.add("most frequent confusions on the test part: samples, true class, predicted class");
    counts.entrySet().stream()
        .filter(entry -> entry.getKey().truth != entry.getKey().predicted)
        .sorted(
            Map.Entry.<Pair, Integer>comparingByValue()
                .reversed()
                .thenComparingInt(entry -> entry.getKey().truth)
                .thenComparingInt(entry -> entry.getKey().predicted))
        .limit(TOLD)
        .forEach(entry ->
            lines.add(
                padded(entry.getValue().toString(), 6)
                    + padded(label(entry.getKey().truth), LABEL_LENGTH + 2)
                    + padded(label(entry.getKey().predicted), LABEL_LENGTH + 2)));
    return lines;
  }

  private String label(int c) {
    String name = Console.printable(classNames.get(c));
    return name.length() <= LABEL_LENGTH ? name : name.substring(0, LABEL_LENGTH - 1) + "~";
  }

  private static String padded(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
