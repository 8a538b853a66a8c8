package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lanewise.kernels.Tanh;
import io.github.lanewise.network.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxModelTest {

  private final Network network = PredictProblem.parse("300-3-2 b7").network();
  private final ProtobufFields model = new ProtobufFields(OnnxModel.of(network, 7));
  private final ProtobufFields graph = model.message(7);

  @Test
  void writesIntegersOfAnySize() {
    Protobuf message = new Protobuf().add(1, 0L).add(1, 127L).add(1, 128L).add(16, Long.MAX_VALUE);
    assertThat(new Protobuf().add(1, 300L).toBytes()).containsExactly(0x08, 0xac, 0x02);
    ProtobufFields read = new ProtobufFields(message.toBytes());
    assertThat(read.integers(1)).containsExactly(0L, 127L, 128L);
    assertThat(read.integers(16)).containsExactly(Long.MAX_VALUE);
  }

  @Test
  void saysWhichOnnxItIs() {
    assertThat(model.integers(1)).containsExactly(8L);
    assertThat(model.message(8).texts(1)).containsExactly("");
    assertThat(model.message(8).integers(2)).containsExactly(13L);
  }

  @Test
  void chainsTheNodes() {
    assertThat(graph.messages(1))
        .extracting(node -> node.texts(4) + " " + node.texts(1) + " " + node.texts(2))
        .containsExactly(
            "[Gemm] [x, W1, b1] [Z1]",
            "[Relu] [Z1] [A1]",
            "[Gemm] [A1, W2, b2] [Z2]",
            "[Softmax] [Z2] [yhat]");
  }

  @Test
  void keepsTheWeightsInputsByUnitsByRows() {
    List<ProtobufFields> tensors = graph.messages(5);
    assertThat(tensors)
        .extracting(tensor -> tensor.texts(8) + " " + tensor.integers(1) + tensor.integers(2))
        .containsExactly("[W1] [300, 3][1]", "[b1] [3][1]", "[W2] [3, 2][1]", "[b2] [2][1]");
    for (int l = 0; l < 2; l++) {
      assertThat(tensors.get(2 * l).floats(9)).isEqualTo(network.weights(l));
      assertThat(tensors.get(2 * l + 1).floats(9)).isEqualTo(network.biases(l));
    }
  }

  @Test
  void takesAndGivesABatchOfSamples() {
    assertThat(value(graph.message(11))).isEqualTo("[x] [1] [7, 300]");
    assertThat(value(graph.message(12))).isEqualTo("[yhat] [1] [7, 2]");
  }

  private static String value(ProtobufFields value) {
    ProtobufFields tensor = value.message(2).message(1);
    List<Long> dimensions =
        tensor.message(2).messages(1).stream().map(d -> d.integers(1).getFirst()).toList();
    return value.texts(1) + " " + tensor.integers(1) + " " + dimensions;
  }

  @Test
  void rejectsAnActivationThatItDoesNotKnow() {
    Network tanh = Network.builder(2).layer(2, new Tanh()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxModel.of(tanh, 1))
        .withMessage("onnx: activation must be relu, sigmoid or softmax, got tanh");
  }
}
