package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The steps of softmax equal their definitions bit for bit and write nothing else. */
class SoftmaxColumnsTest {

  private static final float POISON = 1234.5f;

  @Test
  void exponentialsEqualTheirDefinition() {
    SplittableRandom random = new SplittableRandom(1);
    for (int rows = 0; rows <= 70; rows++) {
      for (int columns = 0; columns <= 37; columns += 1 + random.nextInt(4)) {
        // Nothing behind Z and E: a vector that reads beyond them throws.
        int zOffset = random.nextInt(3);
        float[] z = values(zOffset + rows * columns, random);
        float[] e = poison(2 + rows * columns + random.nextInt(2));
        float[] maxima = poison(columns + 2);
        float[] wantedE = e.clone();
        float[] wantedMaxima = maxima.clone();
        for (int j = 0; j < columns; j++) {
          float max = ScalarArgmax.max(rows, z, zOffset + j * rows);
          wantedMaxima[1 + j] = max;
          for (int i = j * rows; i < (j + 1) * rows; i++) {
            wantedE[2 + i] = ScalarMath.exp(z[zOffset + i] - max);
          }
        }

        SoftmaxColumns.exponentials(rows, columns, z, zOffset, e, 2, maxima, 1);

        assertThat(bits(e)).as("%d x %d", rows, columns).isEqualTo(bits(wantedE));
        assertThat(bits(maxima)).as("%d x %d", rows, columns).isEqualTo(bits(wantedMaxima));
      }
    }
  }

  @Test
  void bothSumsOfExponentialsAreOne() {
    SplittableRandom random = new SplittableRandom(2);
    for (int rows = 1; rows <= 130; rows++) {
      float[] z = values(rows, random);
      float[] e = new float[rows];
      float[] max = new float[1];
      SoftmaxColumns.exponentials(rows, 1, z, 0, e, 0, max, 0);
      float[] wanted = e.clone();
      float sum = SoftmaxColumns.scaleToOne(rows, e, 0);
      float other = SoftmaxColumns.sumOfExponentials(rows, z, 0, max[0]);
      assertThat(bits(other)).as("%d rows", rows).isEqualTo(bits(sum));
      for (int i = 0; i < rows; i++) {
        wanted[i] *= 1f / sum;
      }
      assertThat(bits(e)).as("%d rows", rows).isEqualTo(bits(wanted));
    }
  }

  /** Values from near to far, ties, both zeros, infinities and NaN. */
  private static float[] values(int length, SplittableRandom random) {
    float[] special = {0f, -0f, 3e38f, -3e38f, Float.NEGATIVE_INFINITY, 1f, 1f, Float.NaN};
    if (random.nextInt(4) != 0) {
      special[7] = Float.POSITIVE_INFINITY;
    }
    int rare = 2 + random.nextInt(60);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] =
          random.nextInt(rare) == 0
              ? special[random.nextInt(special.length)]
              : (float) (random.nextGaussian() * 10);
    }
    return values;
  }

  private static float[] poison(int length) {
    float[] poison = new float[length];
    Arrays.fill(poison, POISON);
    return poison;
  }

  /** The bits, with one NaN. */
  private static int[] bits(float... values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
