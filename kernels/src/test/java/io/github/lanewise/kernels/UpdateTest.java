package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The updates equal their definitions, bit for bit. */
class UpdateTest {

  private static final int LONGEST = 1_100;

  /** Ranges of one length: the gradient first, the weights last, the state between them. */
  record Ranges(int length, List<float[]> arrays, List<Integer> offsets) {

    float[] array(int range) {
      return arrays.get(range);
    }

    int at(int range) {
      return offsets.get(range);
    }
  }

  enum Rule {
    SGD(2) {
      @Override
      void update(float[] p, Ranges r) {
        Update.sgd(r.length, p[0], p[1], r.array(0), r.at(0), r.array(1), r.at(1));
      }

      @Override
      void define(float[] p, Ranges r, int i) {
        Update.sgd(p[0], p[1], r.array(0), r.at(0) + i, r.array(1), r.at(1) + i);
      }
    },
    MOMENTUM(3) {
      @Override
      void update(float[] p, Ranges r) {
        Update.momentum(
            r.length,
            p[0],
            p[1],
            p[2],
            r.array(0),
            r.at(0),
            r.array(1),
            r.at(1),
            r.array(2),
            r.at(2));
      }

      @Override
      void define(float[] p, Ranges r, int i) {
        Update.momentum(
            p[0],
            p[1],
            p[2],
            r.array(0),
            r.at(0) + i,
            r.array(1),
            r.at(1) + i,
            r.array(2),
            r.at(2) + i);
      }
    },
    NESTEROV(3) {
      @Override
      void update(float[] p, Ranges r) {
        Update.nesterov(
            r.length,
            p[0],
            p[1],
            p[2],
            r.array(0),
            r.at(0),
            r.array(1),
            r.at(1),
            r.array(2),
            r.at(2));
      }

      @Override
      void define(float[] p, Ranges r, int i) {
        Update.nesterov(
            p[0],
            p[1],
            p[2],
            r.array(0),
            r.at(0) + i,
            r.array(1),
            r.at(1) + i,
            r.array(2),
            r.at(2) + i);
      }
    },
    ADAM(4) {
      @Override
      void update(float[] p, Ranges r) {
        Update.adam(
            r.length,
            p[0],
            p[1],
            p[2],
            p[3],
            p[4],
            p[5],
            p[6],
            r.array(0),
            r.at(0),
            r.array(1),
            r.at(1),
            r.array(2),
            r.at(2),
            r.array(3),
            r.at(3));
      }

      @Override
      void define(float[] p, Ranges r, int i) {
        Update.adam(
            p[0],
            p[1],
            p[2],
            p[3],
            p[4],
            p[5],
            p[6],
            r.array(0),
            r.at(0) + i,
            r.array(1),
            r.at(1) + i,
            r.array(2),
            r.at(2) + i,
            r.array(3),
            r.at(3) + i);
      }
    };

    final int ranges;

    Rule(int ranges) {
      this.ranges = ranges;
    }

    abstract void update(float[] parameters, Ranges ranges);

    abstract void define(float[] parameters, Ranges ranges, int i);
  }

  @ParameterizedTest
  @EnumSource
  void equalsTheDefinitionAtEveryLength(Rule rule) {
    for (int length = 0; length <= LONGEST; length++) {
      RandomGenerator random = RandomCases.generator(length);
      check(rule, length, separate(rule, length, random), random);
    }
  }

  @ParameterizedTest
  @EnumSource
  void equalsTheDefinitionOnDisjointRangesOfOneArray(Rule rule) {
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      check(rule, seed, shared(rule, RandomCases.length(random), random), random);
    }
  }

  @Test
  void followTheFormulas() {
    float[] dW = {1f, -4f};
    float[] velocity = {1f, 0.25f};
    float[] W = {3f, 4f};
    Update.sgd(2, 0.5f, 0.5f, dW, 0, W, 0);
    assertThat(W).containsExactly(2.75f, 5f);
    Update.momentum(2, 0.5f, 0.5f, 0.5f, dW, 0, velocity, 0, W, 0);
    assertThat(velocity).containsExactly(1f, -1.875f);
    assertThat(W).containsExactly(2.25f, 5.9375f);
    Update.nesterov(2, 0.5f, 0.5f, 0.5f, dW, 0, velocity, 0, W, 0);
    assertThat(velocity).containsExactly(1f, -2.9375f);
    assertThat(W).containsExactly(1.75f, 7.671875f);
    float[] first = {0.5f, -1f};
    float[] second = {0.25f, 15f};
    Update.adam(2, 0.5f, 0.5f, 0.75f, 1f, 2f, 0.5f, 0.5f, dW, 0, first, 0, second, 0, W, 0);
    assertThat(first).containsExactly(0.5f, -1.5f);
    assertThat(second).containsExactly(0.25f, 12.25f);
    assertThat(W).containsExactly(0.75f, 3.9296875f);
  }

  private static Ranges separate(Rule rule, int length, RandomGenerator random) {
    List<float[]> arrays = new ArrayList<>();
    List<Integer> offsets = new ArrayList<>();
    for (int range = 0; range < rule.ranges; range++) {
      PoisonedMatrix matrix = PoisonedMatrix.poison(length, 1, random);
      RandomCases.fillWide(matrix, random);
      arrays.add(matrix.array);
      offsets.add(matrix.offset);
    }
    return new Ranges(length, arrays, offsets);
  }

  /** Ranges of one array, in any order, with poison between them. */
  private static Ranges shared(Rule rule, int length, RandomGenerator random) {
    int stride = length + random.nextInt(18);
    PoisonedMatrix slab = PoisonedMatrix.random(length, rule.ranges, stride, random);
    RandomCases.fillWide(slab, random);
    List<Integer> offsets = new ArrayList<>();
    for (int range = 0; range < rule.ranges; range++) {
      offsets.add(slab.offset + range * stride);
    }
    Collections.shuffle(offsets, Random.from(random));
    return new Ranges(length, Collections.nCopies(rule.ranges, slab.array), offsets);
  }

  private static void check(Rule rule, int seed, Ranges ranges, RandomGenerator random) {
    float[] parameters = new float[7];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = random.nextFloat();
    }
    List<float[]> copies = new ArrayList<>();
    for (int range = 0; range < rule.ranges; range++) {
      int first = ranges.arrays.indexOf(ranges.array(range));
      copies.add(first < range ? copies.get(first) : ranges.array(range).clone());
    }
    Ranges expected = new Ranges(ranges.length, copies, ranges.offsets);
    for (int i = 0; i < ranges.length; i++) {
      rule.define(parameters, expected, i);
    }

    rule.update(parameters, ranges);

    for (int range = 0; range < rule.ranges; range++) {
      assertThat(bits(ranges.array(range)))
          .as("%s, seed %s: %s", rule, seed, "range " + range)
          .isEqualTo(bits(expected.array(range)));
    }
  }

  /** The bits of the elements, any NaN but the poison as one. */
  private static int[] bits(float[] array) {
    int[] bits = new int[array.length];
    for (int i = 0; i < bits.length; i++) {
      int raw = Float.floatToRawIntBits(array[i]);
      bits[i] = raw == PoisonedMatrix.POISON_BITS ? raw : Float.floatToIntBits(array[i]);
    }
    return bits;
  }
}
