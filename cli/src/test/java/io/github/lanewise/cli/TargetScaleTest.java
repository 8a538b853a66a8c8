package io.github.lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Identity;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.Scaler;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetScaleTest {
  @Test
  void standardizesTheTargets() {
    TargetScale scale = TargetScale.of(new float[] {10, 20, 20, 30});
    assertThat(scale.mean()).isEqualTo(20);
    assertThat(scale.spread()).isEqualTo(Math.sqrt(50));
    assertThat(scale.apply(new float[] {20, 20 + (float) Math.sqrt(50)})).containsExactly(0, 1);
  }

  @Test
  void leavesConstantTargetsTheirUnit() {
    assertThat(TargetScale.of(new float[] {7, 7}).spread()).isEqualTo(1);
  }

  @Test
  void goesIntoTheLastLayer() {
    Layer layer = new Layer(1, 1, new Identity());
    Scaler scaler = new Scaler(new float[] {1}, new float[] {2});
    Network network =
        Network.of(
            List.of(layer, layer),
            List.of(new float[] {3}, new float[] {5}),
            List.of(new float[] {0}, new float[] {7}),
            scaler);
    Network undone = new TargetScale(100, 10).undo(network);
    float scaled = network.predictor().predict(4)[0];
    assertThat(undone.predictor().predict(4)[0]).isEqualTo(scaled * 10 + 100);
    assertThat(undone.scaler()).contains(scaler);
  }
}
