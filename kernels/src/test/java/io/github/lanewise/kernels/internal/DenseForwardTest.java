package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Gemm;
import io.github.lanewise.kernels.GemmWorkspace;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DenseForwardTest {
  private static final int OFFSET = 3;
  private static final float GUARD = Float.intBitsToFloat(0x7fc01234);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 7, 32})
  void givesTheBitsOfTheValidatedProduct(int n) {
    for (int m : new int[] {1, 2, 10, 15, 16, 17, 33, 64, 127, 128, 130, 250}) {
      for (int k : new int[] {1, 2, 16, 33, 801}) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(m * 100L + k);
        float[] parameters = gaussian(random, OFFSET + m * k + m);
        float[] a = gaussian(random, OFFSET + k * n);
        int bias = OFFSET + m * k;
        float[] wanted = guarded(m * n);
        Gemm.forward(
            m,
            n,
            k,
            parameters,
            OFFSET,
            m,
            a,
            OFFSET,
            k,
            parameters,
            bias,
            wanted,
            OFFSET,
            m,
            new GemmWorkspace());
        float[] z = guarded(m * n);
        DenseForward.multiply(
            m,
            n,
            k,
            parameters,
            OFFSET,
            bias,
            a,
            OFFSET,
            z,
            OFFSET,
            new PackingBuffers(BlockSizes.fit(m, n, k)));
        assertThat(bits(z)).as("%dx%dx%d", m, n, k).isEqualTo(bits(wanted));
      }
    }
  }

  private static float[] gaussian(RandomGenerator random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] guarded(int length) {
    float[] values = new float[OFFSET + length + OFFSET];
    Arrays.fill(values, GUARD);
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
