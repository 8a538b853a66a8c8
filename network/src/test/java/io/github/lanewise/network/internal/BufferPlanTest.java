package io.github.lanewise.network.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Gelu;
import io.github.lanewise.kernels.Identity;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Silu;
import io.github.lanewise.network.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
  private static final int BATCH = 5;

  @Test
  void keepsAOverZUnlessTheDerivativeNeedsZ() {
    BufferPlan plan = plan(false, 0, new Relu(), new Gelu(), new Relu(), new Silu());
    assertThat(plan.A(1)).isEqualTo(plan.Z(1));
    assertThat(plan.A(2)).isNotEqualTo(plan.Z(2));
    assertThat(plan.A(3)).isEqualTo(plan.Z(3));
    assertThat(plan.A(4)).isNotEqualTo(plan.Z(4));
    assertThat(plan.yhat()).isEqualTo(plan.A(4));
  }

  @Test
  void keepsOnlyZOfTheLastLayerWhenTheLossIsJoint() {
    BufferPlan plan = plan(true, 0, new Relu(), new Silu());
    assertThat(plan.A(2)).isEqualTo(plan.Z(2));
    assertThat(plan.yhat()).isEqualTo(plan.Z(2));
  }

  @Test
  void slicesLieApartAndInside() {
    for (int slots = 0; slots <= 2; slots++) {
      BufferPlan plan = plan(false, slots, new Gelu(), new Relu(), new Silu(), new Relu());
      List<int[]> slices = new ArrayList<>();
      for (int l = 1; l <= plan.layers(); l++) {
        int parameters = plan.n(l) * (plan.n(l - 1) + 1);
        slices.add(new int[] {plan.W(l), parameters});
        slices.add(new int[] {plan.dW(l), parameters});
        for (int slot = 0; slot < slots; slot++) {
          slices.add(new int[] {plan.state(l) + slot * plan.stateStride(), parameters});
        }
        slices.add(new int[] {plan.A(l), plan.n(l) * BATCH});
        if (plan.Z(l) != plan.A(l)) {
          slices.add(new int[] {plan.Z(l), plan.n(l) * BATCH});
        }
        assertThat(plan.b(l)).isEqualTo(plan.W(l) + plan.n(l) * plan.n(l - 1));
        assertThat(plan.db(l)).isEqualTo(plan.dW(l) + plan.n(l) * plan.n(l - 1));
      }
      for (int l = 2; l <= 4; l++) { // dZ(1) lies on dZ(4), the next in turn
        slices.add(new int[] {plan.dZ(l), plan.n(l) * BATCH});
      }
      slices.add(new int[] {plan.A(0), plan.n(0) * BATCH});
      slices.add(new int[] {plan.Y(), plan.targetRows() * BATCH});
      slices.add(new int[] {plan.losses(), BATCH});
      slices.sort((one, other) -> Integer.compare(one[0], other[0]));
      int end = 0;
      for (int[] slice : slices) {
        assertThat(slice[0]).isGreaterThanOrEqualTo(end);
        end = slice[0] + slice[1];
      }
      assertThat(end).isLessThanOrEqualTo(plan.size());
      assertThat(plan.bytes()).isEqualTo(4L * plan.size());
      assertThat(plan.parameters()).isEqualTo(plan.b(4) + plan.n(4) - plan.W(1));
      assertThat(plan.stateLength()).isEqualTo(slots * plan.stateStride());
    }
  }

  @Test
  void keepsAApartFromWhatItsDerivativeReadsWhereUnitsAreDropped() {
    BufferPlan plan = plan(false, 0, 1, 0.5f, false, false, new Relu(), new Gelu(), new Relu());
    assertThat(plan.G(1)).isEqualTo(plan.Z(1)).isNotEqualTo(plan.A(1));
    assertThat(plan.G(2)).isEqualTo(plan.A(2)).isNotEqualTo(plan.Z(2));
    assertThat(plan.G(3)).isEqualTo(plan.A(3)).isEqualTo(plan.Z(3));
    assertThat(plan.mask(2)).isGreaterThanOrEqualTo(plan.mask(1) + 3 * BATCH);
    assertThat(plan.size()).isGreaterThanOrEqualTo(plan.mask(2) + 11 * BATCH);
  }

  @Test
  void hasRoomForTheLossesOfAStepAndASquarePerColumn() {
    BufferPlan plan = plan(false, 0, 4, 0, true, false, new Relu(), new Relu());
    assertThat(plan.squares(1)).isGreaterThanOrEqualTo(plan.losses() + 4 * BATCH);
    assertThat(plan.squares(2)).isGreaterThanOrEqualTo(plan.squares(1) + 8);
    assertThat(plan.size()).isGreaterThanOrEqualTo(plan.squares(2) + 4);
  }

  @Test
  void hasRoomForASquarePerBlockOfWeights() {
    BufferPlan plan = plan(false, 0, 1, 0, false, true, new Relu(), new Relu());
    assertThat(plan.weightSquares(1)).isGreaterThanOrEqualTo(plan.losses() + BATCH);
    assertThat(plan.weightSquares(2)).isGreaterThan(plan.weightSquares(1));
    assertThat(plan.size()).isGreaterThan(plan.weightSquares(2));
  }

  @Test
  void wastesLessThanALinePerSlice() {
    BufferPlan plan = plan(false, 2, new Relu());
    // parameters, gradients and two slots of 3 * 8; A[0], Z[1], dZ, Y of 7 or 3 by 5; losses
    int needed = 4 * 24 + 35 + 15 + 15 + 15 + 5;
    assertThat(plan.size()).isBetween(needed, needed + 9 * 15);
  }

  @Test
  void rejectsMoreThanAnArrayHolds() {
    List<Layer> layers = List.of(new Layer(1000, 1000, new Identity()));
    assertThatThrownBy(() -> new BufferPlan(StepCases.plain(layers, false, 1000, 0, 2_000_000_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trainer: buffers must be <= 2147483639 elements,"
                + " got at least 2000002002016 (parameters=1001000)");
  }

  private static BufferPlan plan(boolean jointLoss, int slots, Activation... activations) {
    return plan(jointLoss, slots, 1, 0, false, false, activations);
  }

  /** A plan whose hidden layers drop units at a rate. */
  private static BufferPlan plan(
      boolean jointLoss,
      int slots,
      int accumulate,
      float rate,
      boolean clipping,
      boolean l2,
      Activation... activations) {
    List<Layer> layers = new ArrayList<>();
    int[] widths = {7, 3, 11, 2, 6};
    for (int l = 1; l <= activations.length; l++) {
      layers.add(new Layer(widths[l - 1], widths[l], activations[l - 1]));
    }
    int outputs = layers.getLast().units();
    float[] rates = new float[layers.size()];
    Arrays.fill(rates, 0, rates.length - 1, rate);
    return new BufferPlan(
        new StepSettings(
            layers,
            null,
            StepCases.loss(jointLoss, outputs),
            slots,
            BATCH,
            accumulate,
            l2 ? 0.1f : 0,
            new Dropout(0, rates),
            Float.POSITIVE_INFINITY,
            clipping ? 1 : Float.POSITIVE_INFINITY,
            false));
  }
}
