package io.github.lanewise.cli.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Samples with labels. Features are column-major, features x samples: sample {@code i} is the run
 * of {@code features()} floats at {@code i * features()}. A label is the index of its class, or the
 * value.
 */
public final class Dataset {
  private final String source;
  private final String labelName;
  private final List<String> featureNames;
  private final List<String> classNames;
  private final float[] x;
  private final float[] y;

  private Dataset(
      String source,
      String labelName,
      List<String> featureNames,
      List<String> classNames,
      float[] x,
      float[] y) {
    if (x.length != (long) featureNames.size() * y.length) {
      throw new IllegalArgumentException(
          "x must hold features * samples, got "
              + x.length
              + " ("
              + featureNames.size()
              + " * "
              + y.length
              + ")");
    }
    this.source = source;
    this.labelName = labelName;
    this.featureNames = List.copyOf(featureNames);
    this.classNames = List.copyOf(classNames);
    this.x = x;
    this.y = y;
  }

  /** Samples labeled with numbers. */
  public static Dataset numbers(
      String source, String labelName, List<String> featureNames, float[] x, float[] y) {
    return new Dataset(source, labelName, featureNames, List.of(), x, y);
  }

  /**
   * Samples labeled with classes. Classes are numbered in order of their names: by value if all are
   * numbers, else as text.
   *
   * @throws DataException if there are fewer than two classes
   */
  public static Dataset classes(
      String source, String labelName, List<String> featureNames, float[] x, List<String> labels)
      throws DataException {
    List<String> classNames = sorted(labels);
    if (classNames.size() < 2) {
      throw new DataException(
          source,
          "every row has the label \"" + classNames.getFirst() + "\"; classes must be two or more");
    }
    Map<String, Float> index = new HashMap<>();
    for (int i = 0; i < classNames.size(); i++) {
      index.put(classNames.get(i), (float) i);
    }
    float[] y = new float[labels.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = index.getOrDefault(labels.get(i), -1f);
    }
    return new Dataset(source, labelName, featureNames, classNames, x, y);
  }

  private static List<String> sorted(List<String> labels) {
    List<String> names = new ArrayList<>(new TreeSet<>(labels));
    Map<String, Double> values = new HashMap<>();
    for (String name : names) {
      Double value = value(name);
      if (value == null) {
        return names;
      }
      values.put(name, value);
    }
    names.sort(
        Comparator.comparing((String name) -> values.getOrDefault(name, 0.0))
            .thenComparing(Comparator.naturalOrder()));
    return names;
  }

  private static @Nullable Double value(String name) {
    try {
      return Decimals.isDecimal(name) ? Double.valueOf(name) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** What the samples were read from, as shown to people. */
  public String source() {
    return source;
  }

  public String labelName() {
    return labelName;
  }

  public List<String> featureNames() {
    return featureNames;
  }

  /** The names of the classes, by index; empty if labels are numbers. */
  public List<String> classNames() {
    return classNames;
  }

  public int features() {
    return featureNames.size();
  }

  public int samples() {
    return y.length;
  }

  /** All features, features x samples, column-major; the array itself, not a copy. */
  public float[] x() {
    return x;
  }

  /** All labels; the array itself, not a copy. */
  public float[] y() {
    return y;
  }

  /** A data set of the given samples, in the given order. */
  public Dataset select(int[] samples) {
    int features = features();
    float[] selectedX = new float[Math.multiplyExact(features, samples.length)];
    float[] selectedY = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(x, samples[i] * features, selectedX, i * features, features);
      selectedY[i] = y[samples[i]];
    }
    return new Dataset(source, labelName, featureNames, classNames, selectedX, selectedY);
  }
}
