package io.github.lanewise.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Test
  void putsEverySampleIntoExactlyOnePart() throws IOException {
    Split split = Split.of(counting(101, 3), 0.25, 0.1, 7);
    List<Float> seen = new ArrayList<>();
    for (Dataset part : parts(split)) {
      for (float x : part.x()) {
        seen.add(x);
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 101).mapToObj(i -> (float) i).toList());
  }

  @Test
  void keepsLabelsWithTheirFeatures() throws IOException {
    for (Dataset part : parts(Split.of(counting(101, 3), 0.25, 0.1, 7))) {
      for (int i = 0; i < part.samples(); i++) {
        assertThat(part.y()[i]).isEqualTo(part.x()[i] % 3);
      }
    }
  }

  @Test
  void keepsTheProportionsOfTheClasses() throws IOException {
    Dataset digits = Digits.load();
    int[] all = counts(digits);
    for (long seed = 0; seed < 20; seed++) {
      Split split = Split.of(digits, 0.25, 0.1, seed);
      assertThat(split.test().samples()).isEqualTo(449);
      assertThat(split.validation().samples()).isEqualTo(180);
      assertThat(split.train().samples()).isEqualTo(1168);
      for (int c = 0; c < all.length; c++) {
        assertThat(Math.abs(counts(split.test())[c] - 0.25 * all[c]))
            .as("seed %d", seed)
            .isLessThan(1);
        assertThat(Math.abs(counts(split.validation())[c] - 0.1 * all[c]))
            .as("seed %d", seed)
            .isLessThan(1);
      }
    }
  }

  @Test
  void dependsOnTheSeedAlone() throws IOException {
    Dataset data = counting(101, 3);
    assertThat(Split.of(data, 0.25, 0.1, 7).test().x())
        .isEqualTo(Split.of(data, 0.25, 0.1, 7).test().x())
        .isNotEqualTo(Split.of(data, 0.25, 0.1, 8).test().x());
  }

  @Test
  void staysTheSameInEveryRelease() throws IOException {
    assertThat(Split.of(counting(20, 2), 0.25, 0.1, 1).test().x())
        .containsExactly(0f, 5f, 8f, 9f, 18f);
  }

  @Test
  void keepsOneSampleOfEveryClassForTraining() throws IOException {
    List<String> labels = List.of("a", "a", "a", "a", "a", "a", "a", "a", "b", "c", "c");
    float[] x = new float[labels.size()];
    Dataset data = Dataset.classes("data", "c", List.of("x"), x, labels);
    for (long seed = 0; seed < 50; seed++) {
      assertThat(counts(Split.of(data, 0.45, 0.45, seed).train()))
          .as("seed %d", seed)
          .doesNotContain(0);
    }
  }

  @Test
  void splitsNumbersAtRandom() throws IOException {
    float[] x = new float[100];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    Split split = Split.of(Dataset.numbers("data", "y", List.of("x"), x, x.clone()), 0.2, 0.1, 3);
    assertThat(split.test().samples()).isEqualTo(20);
    assertThat(split.validation().samples()).isEqualTo(10);
    assertThat(split.test().y()).isEqualTo(split.test().x());
  }

  @Test
  void rejectsDataTooSmallForThreeParts() {
    assertThatThrownBy(() -> Split.of(counting(4, 2), 0.25, 0.1, 7))
        .isInstanceOf(DataException.class)
        .hasMessage("data: 4 rows are too few for a training, a validation and a test part");
  }

  private static List<Dataset> parts(Split split) {
    return List.of(split.train(), split.validation(), split.test());
  }

  /** Sample i has the feature i and the class i mod classes. */
  private static Dataset counting(int samples, int classes) throws DataException {
    float[] x = new float[samples];
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      x[i] = i;
      labels.add(Integer.toString(i % classes));
    }
    return Dataset.classes("data", "c", List.of("x"), x, labels);
  }

  private static int[] counts(Dataset data) {
    int[] counts = new int[data.classNames().size()];
    for (float y : data.y()) {
      counts[(int) y]++;
    }
    return counts;
  }
}
