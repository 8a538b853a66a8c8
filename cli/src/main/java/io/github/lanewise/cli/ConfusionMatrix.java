package io.github.lanewise.cli;

import java.util.ArrayList;
import java.util.List;

/** Counts of samples by true and predicted class. */
final class ConfusionMatrix {
  private static final int LABEL_LENGTH = 12;

  private final List<String> classNames;
  private final int[][] counts;
  private int samples;
  private int right;

  ConfusionMatrix(List<String> classNames) {
    this.classNames = classNames;
    this.counts = new int[classNames.size()][classNames.size()];
  }

  /** Counts one sample; -1 is a prediction of no class, which is wrong and has no column. */
  void add(int truth, int predicted) {
    if (predicted >= 0) {
      counts[truth][predicted]++;
    }
    samples++;
    if (truth == predicted) {
      right++;
    }
  }

  double accuracy() {
    return (double) right / samples;
  }

  /** A table of lines: one row per true class, one column per predicted one; 0 is a dot. */
  List<String> lines() {
    int width = 4;
    int most = 0;
    for (int c = 0; c < counts.length; c++) {
      width = Math.max(width, label(c).length() + 1);
      for (int count : counts[c]) {
        most = Math.max(most, count);
      }
    }
    width = Math.max(width, Integer.toString(most).length() + 1);
    List<String> lines = new ArrayList<>();
    StringBuilder header = new StringBuilder(" ".repeat(width));
    for (int c = 0; c < counts.length; c++) {
      header.append(padded(label(c), width));
    }
    lines.add(header.toString());
    for (int truth = 0; truth < counts.length; truth++) {
      StringBuilder row = new StringBuilder(padded(label(truth), width));
      for (int count : counts[truth]) {
        row.append(padded(count == 0 ? "." : Integer.toString(count), width));
      }
      lines.add(row.toString());
    }
    return lines;
  }

  private String label(int c) {
    String name = classNames.get(c);
    return name.length() <= LABEL_LENGTH ? name : name.substring(0, LABEL_LENGTH - 1) + "~";
  }

  private static String padded(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
