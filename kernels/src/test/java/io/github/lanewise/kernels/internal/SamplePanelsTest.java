package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.RandomCases;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplePanelsTest {
  private static final int HEIGHT = SamplePanels.HEIGHT;
  private static final int MARGIN = 3;

  private final RandomGenerator random = RandomCases.generator(8);

  @Test
  void takesWholePanelsAndOneThatIsNearlyFullOfSmallWeights() {
    assertThat(SamplePanels.whole(HEIGHT, true)).isEqualTo(HEIGHT);
    assertThat(SamplePanels.whole(3 * HEIGHT + 1, true)).isEqualTo(3 * HEIGHT);
    assertThat(SamplePanels.whole(4 * HEIGHT - 1, true)).isEqualTo(4 * HEIGHT - 1);
    assertThat(SamplePanels.whole(1, true)).isZero();
    assertThat(SamplePanels.room(4 * HEIGHT - 1)).isEqualTo(4 * HEIGHT);
  }

  @Test
  void takesAllOrNoneOfLargeWeights() {
    assertThat(SamplePanels.whole(HEIGHT, false)).isEqualTo(HEIGHT);
    assertThat(SamplePanels.whole(2 * HEIGHT + 1, false)).isZero();
    assertThat(SamplePanels.whole(15 * HEIGHT, false)).isEqualTo(15 * HEIGHT);
    assertThat(SamplePanels.whole(16 * HEIGHT + 1, false)).isEqualTo(16 * HEIGHT + 1);
    assertThat(SamplePanels.whole(1, false)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 10, 16, 33})
  void givesTheSamplesBackAndWritesNothingElse(int features) {
    for (int samples = 1; samples <= 2 * HEIGHT + 1; samples++) {
      float[] x = RandomCases.numbers(samples * features, random);
      float[] panels = new float[Math.toIntExact(MARGIN + SamplePanels.length(features, samples))];
      float[] back = RandomCases.numbers(x.length + 2 * MARGIN, random);
      float[] wanted = back.clone();
      System.arraycopy(x, 0, wanted, MARGIN, x.length);
      SamplePanels.pack(samples, features, x, 0, panels, MARGIN);
      SamplePanels.unpack(samples, features, panels, MARGIN, back, MARGIN);
      assertThat(back).as("%s samples", samples).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 64, 801, 1700})
  void aLayerGivesTheBitsOfItsDefinition(int inputs) {
    for (int units : new int[] {1, 2, 5, 6, 7, 13, 40}) {
      for (int samples : new int[] {1, HEIGHT - 1, HEIGHT, 2 * HEIGHT + 5}) {
        float[] parameters = RandomCases.numbers(units * inputs + units, random);
        int bias = units * inputs;
        float[] x = RandomCases.numbers(inputs * samples, random);
        float[] wanted = new float[units * samples];
        ScalarGemm.forward(
            units,
            samples,
            inputs,
            parameters,
            0,
            units,
            x,
            0,
            inputs,
            parameters,
            bias,
            wanted,
            0,
            units);

        PackedLayer layer = new PackedLayer(units, inputs, parameters, 0, bias);
        float[] a = new float[Math.toIntExact(SamplePanels.length(inputs, samples))];
        Arrays.fill(a, Float.NaN); // what is in the lanes without a sample stays there
        float[] z = new float[units * SamplePanels.room(samples)];
        SamplePanels.pack(samples, inputs, x, 0, a, 0);
        layer.forward(samples, a, 0, z, 0);
        float[] zOfSamples = new float[wanted.length];
        SamplePanels.unpack(samples, units, z, 0, zOfSamples, 0);
        assertThat(zOfSamples).as("%dx%dx%d", units, samples, inputs).isEqualTo(wanted);
      }
    }
  }
}
