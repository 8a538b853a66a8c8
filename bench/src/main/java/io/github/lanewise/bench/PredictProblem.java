package io.github.lanewise.bench;

import io.github.lanewise.kernels.Sigmoid;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.network.Network;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A network and the samples that it predicts in one call, written {@code 784-128-10 b32}. */
record PredictProblem(LayerSizes layers, int batch) {

  private static final Pattern FORMAT = Pattern.compile("(\\S+) b([1-9]\\d{0,5})");

  /** How far two libraries may be apart: outputs are between 0 and 1. */
  private static final float TOLERANCE = 1e-5f;

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static PredictProblem parse(String text) {
    Matcher parts = FORMAT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("prediction must look like 784-128-10 b32, got " + text);
    }
    return new PredictProblem(new LayerSizes(parts.group(1)), Integer.parseInt(parts.group(2)));
  }

  /** One sample. */
  static PredictProblem alone(LayerSizes layers) {
    return new PredictProblem(layers, 1);
  }

  /** The products of a batch; a multiply-add counts as two. */
  double flops() {
    int[] n = layers.sizes();
    return 2.0 * batch * IntStream.range(1, n.length).mapToLong(l -> (long) n[l] * n[l - 1]).sum();
  }

  /**
   * The network, with random weights and biases; softmax at its end, or sigmoid where it has one
   * output, whose softmax would always be 1.
   */
  Network network() {
    int[] n = layers.sizes();
    Network drawn = layers.network(n[n.length - 1] == 1 ? new Sigmoid() : new Softmax());
    return Network.of(
        drawn.layers(),
        IntStream.range(0, n.length - 1).mapToObj(drawn::weights).toList(),
        IntStream.range(1, n.length).mapToObj(l -> RandomFloats.array(n[l], l)).toList());
  }

  /** The inputs of a batch, sample after sample. */
  float[] samples() {
    return RandomFloats.array(batch * layers.sizes()[0], 0);
  }

  /** Says where two predictions are further apart than 1e-5, if they are. */
  Optional<String> violation(float[] ours, float[] theirs) {
    int outputs = ours.length / batch;
    return IntStream.range(0, ours.length)
        .filter(index -> !(Math.abs(ours[index] - theirs[index]) <= TOLERANCE)) // NaN too
        .mapToObj(index ->
            "yhat[%d, %d] is %s in Lanewise and %s in the peer, more than %.0e apart"
                .formatted(index % outputs, index / outputs, ours[index], theirs[index], TOLERANCE))
        .findFirst();
  }

  @Override
  public String toString() {
    return layers.text() + " b" + batch;
  }
}
