package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScalerTest {
  // Three samples of four features; the third is constant.
  private static final float[] X = {1, 10, 0.1f, -4, 3, 30, 0.1f, 0, 5, 20, 0.1f, 4};

  @Test
  void standardHasMeanZeroAndDeviationOne() {
    Scaler scaler = Scaler.standard(4, 3, X, 0);
    assertThat(scaler.shift()).containsExactly(3, 20, 0.1f, 0);
    assertThat(scaler.scale())
        .containsExactly(
            (float) Math.sqrt(3.0 / 8),
            (float) Math.sqrt(3.0 / 200),
            1,
            (float) Math.sqrt(3.0 / 32));
    float[] scaled = new float[12];
    scaler.apply(3, X, 0, scaled, 0);
    for (int i = 0; i < 4; i++) {
      double sum = scaled[i] + scaled[4 + i] + scaled[8 + i];
      assertThat(Math.abs(sum)).isLessThan(1e-6);
    }
    assertThat(scaled[2]).isZero();
  }

  @Test
  void minMaxGoesFromZeroToOne() {
    Scaler scaler = Scaler.minMax(4, 3, X, 0);
    assertThat(scaler.shift()).containsExactly(1, 10, 0.1f, -4);
    assertThat(scaler.scale()).containsExactly(0.25f, 0.05f, 1, 0.125f);
    float[] scaled = new float[12];
    scaler.apply(3, X, 0, scaled, 0);
    assertThat(scaled).containsExactly(0, 0, 0, 0, 0.5f, 1, 0, 0.5f, 1, 0.5f, 0, 1);
  }

  @Test
  void appliesAtOffsetsAndInPlace() {
    Scaler scaler = new Scaler(new float[] {1, 2}, new float[] {10, 100});
    float[] values = {9, 3, 4, 5, 6, 9};
    scaler.apply(2, values, 1, values, 1);
    assertThat(values).containsExactly(9, 20, 200, 40, 400, 9);
  }

  @Test
  void ownsItsVectors() {
    float[] shift = {1};
    Scaler scaler = new Scaler(shift, new float[] {2});
    shift[0] = 7;
    scaler.shift()[0] = 7;
    scaler.scale()[0] = 7;
    assertThat(scaler).isEqualTo(new Scaler(new float[] {1}, new float[] {2}));
    assertThat(scaler).isNotEqualTo(new Scaler(new float[] {1}, new float[] {3}));
    assertThat(scaler).hasSameHashCodeAs(new Scaler(new float[] {1}, new float[] {2}));
    assertThat(scaler.features()).isEqualTo(1);
  }

  @Test
  void rejectsBadCalls() {
    rejects(
        () -> new Scaler(new float[2], new float[3]),
        "scaler: shift and scale must have the same length >= 1,"
            + " got shift.length=2 (scale.length=3)");
    rejects(
        () -> new Scaler(new float[0], new float[0]),
        "scaler: shift and scale must have the same length >= 1,"
            + " got shift.length=0 (scale.length=0)");
    rejects(
        () -> new Scaler(new float[] {0, Float.NaN}, new float[2]),
        "scaler: shift must be finite, got shift[1]=NaN");
    rejects(
        () -> new Scaler(new float[1], new float[] {Float.POSITIVE_INFINITY}),
        "scaler: scale must be finite, got scale[0]=Infinity");
    rejects(
        () -> Scaler.standard(2, 0, new float[2], 0),
        "standard: features and samples must be >= 1, got features=2 (samples=0)");
    rejects(
        () -> Scaler.minMax(2, 2, new float[] {0, 0, 0, Float.NaN}, 0),
        "minMax: features must be finite, got x=NaN (sample 1, feature 1)");
    Scaler scaler = new Scaler(new float[2], new float[2]);
    rejects(
        () -> scaler.apply(-1, new float[2], 0, new float[2], 0),
        "scaler: samples must be >= 0, got samples=-1");
    float[] shifted = {1, 2, 3, 4, 5};
    rejects(
        () -> scaler.apply(2, shifted, 0, shifted, 1),
        "scaler: out must not overlap x, got outOffset=1 (xOffset=0)");
    assertThat(shifted).containsExactly(1, 2, 3, 4, 5);
    assertThatThrownBy(() -> scaler.apply(2, new float[3], 0, new float[4], 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("scaler: x must hold 4 elements from xOffset on, got xOffset=0 (x.length=3)");
  }

  @Test
  void namesWhatIsNull() {
    assertThatThrownBy(() -> new Scaler(null, new float[1]))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("shift");
    assertThatThrownBy(() -> new Scaler(new float[1], null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("scale");
  }

  private static void rejects(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
