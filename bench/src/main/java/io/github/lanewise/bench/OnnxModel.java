package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Networks as ONNX models, for a fixed batch. Layer l is {@code Gemm(A, W, b)}, then its
 * activation; ONNX stores matrices by rows and multiplies samples from the left, so that W is the
 * same bytes there. The numbers of fields are those of onnx.proto.
 */
final class OnnxModel {

  /** The names of the tensors that go in and come out. */
  static final String INPUT = "x";

  static final String OUTPUT = "yhat";

  private static final int IR_VERSION = 8;
  private static final int OPSET_VERSION = 13;
  private static final int FLOAT = 1;

  private OnnxModel() {}

  /**
   * Writes a network of inputs and outputs {@code batch x n}, by rows.
   *
   * @throws IllegalArgumentException if it has an activation other than ReLU, sigmoid and softmax
   */
  static byte[] of(Network network, int batch) {
    return new Protobuf()
        .add(1, IR_VERSION)
        .add(7, graph(network, batch))
        .add(8, new Protobuf().add(1, "").add(2, OPSET_VERSION))
        .toBytes();
  }

  private static Protobuf graph(Network network, int batch) {
    Protobuf graph = new Protobuf().add(2, "network");
    int layers = network.layers().size();
    for (int l = 0; l < layers; l++) {
      Layer layer = network.layers().get(l);
      String in = l == 0 ? INPUT : "A" + l;
      String out = l == layers - 1 ? OUTPUT : "A" + (l + 1);
      graph
          .add(1, node("Gemm", "Z" + (l + 1), in, "W" + (l + 1), "b" + (l + 1)))
          .add(1, node(operator(layer.activation()), out, "Z" + (l + 1)))
          .add(5, tensor("W" + (l + 1), network.weights(l), layer.inputs(), layer.units()))
          .add(5, tensor("b" + (l + 1), network.biases(l), layer.units()));
    }
    return graph
        .add(11, value(INPUT, batch, network.inputs()))
        .add(12, value(OUTPUT, batch, network.outputs()));
  }

  private static String operator(Activation g) {
    return switch (g) {
      case Relu _ -> "Relu";
      case Sigmoid _ -> "Sigmoid";
      case Softmax _ -> "Softmax"; // over the last axis, as a sample is a row
      default ->
          throw new IllegalArgumentException(
              "onnx: activation must be relu, sigmoid or softmax, got " + g.id());
    };
  }

  private static Protobuf node(String operator, String output, String... inputs) {
    Protobuf node = new Protobuf();
    for (String input : inputs) {
      node.add(1, input);
    }
    return node.add(2, output).add(4, operator);
  }

  private static Protobuf tensor(String name, float[] values, int... dimensions) {
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    Protobuf tensor = new Protobuf();
    for (int dimension : dimensions) {
      tensor.add(1, dimension);
    }
    return tensor.add(2, FLOAT).add(8, name).add(9, raw.array());
  }

  private static Protobuf value(String name, int... dimensions) {
    Protobuf shape = new Protobuf();
    for (int dimension : dimensions) {
      shape.add(1, new Protobuf().add(1, dimension));
    }
    Protobuf tensor = new Protobuf().add(1, FLOAT).add(2, shape);
    return new Protobuf().add(1, name).add(2, new Protobuf().add(1, tensor));
  }
}
