package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RegularizeTest {
  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_250_101);

  @Test
  void isOneRoundedProductAndOneFma() {
    for (int length = 0; length <= 70; length++) {
      float[] W = numbers(length + 5);
      float[] dW = numbers(length + 7);
      float[] wanted = dW.clone();
      for (int i = 0; i < length; i++) {
        wanted[3 + i] = Math.fma(0.3f, W[2 + i], 0.1f * dW[3 + i]);
      }
      Update.regularize(length, 0.1f, 0.3f, W, 2, dW, 3);
      assertThat(dW).as("length %d", length).isEqualTo(wanted);
    }
  }

  @Test
  void doesNotReadWWhenDecayIsZero() {
    for (int length = 0; length <= 70; length++) {
      float[] W = new float[length];
      Arrays.fill(W, Float.NaN);
      float[] dW = numbers(length);
      float[] wanted = dW.clone();
      for (int i = 0; i < length; i++) {
        wanted[i] = 0.1f * dW[i];
      }
      Update.regularize(length, 0.1f, 0, W, 0, dW, 0);
      assertThat(dW).as("length %d", length).isEqualTo(wanted);
    }
  }

  @Test
  void rejectsOverlap() {
    float[] array = new float[10];
    assertThatThrownBy(() -> Update.regularize(6, 1, 1, array, 0, array, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("regularize: dW must not overlap W, got dWOffset=4 (WOffset=0)");
  }

  private float[] numbers(int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
