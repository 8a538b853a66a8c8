package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.internal.ArchitectureText;
import io.github.lanewise.network.internal.PackedWeights;
import io.github.lanewise.network.internal.ParameterLayout;
import io.github.lanewise.network.internal.SplitMix64;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers and their weights: {@code A[l] = g[l](W[l] A[l-1] + b[l])} for l = 1 to L, where
 * A[0] is the sample, scaled first if the network has a {@link Scaler}.
 *
 * <p>Immutable: share it between any number of threads. A {@link Predictor} computes with it, a
 * {@link Trainer} makes a better one from it, a {@link LiveNetwork} puts that into service.
 */
public final class Network {
  private final List<Layer> layers;
  private final ParameterLayout layout;
  private final float[] parameters;
  private final @Nullable Scaler scaler;
  private final SortedMap<String, String> metadata;

  private final Object packing = new Object();

  // Made when it is first needed, by one thread.
  private volatile @Nullable PackedWeights packed;

  /** Takes {@code parameters} and {@code metadata} over without a copy. */
  Network(
      List<Layer> layers,
      ParameterLayout layout,
      float[] parameters,
      @Nullable Scaler scaler,
      SortedMap<String, String> metadata) {
    this.layers = layers;
    this.layout = layout;
    this.parameters = parameters;
    this.scaler = scaler;
    this.metadata = Collections.unmodifiableSortedMap(metadata);
  }

  /**
   * Starts a network that reads samples of {@code inputs} features.
   *
   * @throws IllegalArgumentException if {@code inputs} is below 1
   */
  public static Builder builder(int inputs) {
    return new Builder(inputs);
  }

  /**
   * Makes a network from weights that exist already; they are copied, and may be any floats.
   *
   * @param layers each reading what the one before it writes
   * @param weights per layer, column-major units x inputs
   * @param biases per layer, units
   * @throws IllegalArgumentException if the layers do not chain, an array has the wrong length, or
   *     there are more than 2^31 - 9 parameters
   */
  public static Network of(List<Layer> layers, List<float[]> weights, List<float[]> biases) {
    return copy(layers, weights, biases, null);
  }

  /**
   * Makes a network with a scaler from weights that exist already; see {@link #of(List, List,
   * List)}.
   *
   * @throws IllegalArgumentException also if the scaler does not have the network's inputs
   */
  public static Network of(
      List<Layer> layers, List<float[]> weights, List<float[]> biases, Scaler scaler) {
    return copy(layers, weights, biases, Objects.requireNonNull(scaler, "scaler"));
  }

  private static Network copy(
      List<Layer> layers, List<float[]> weights, List<float[]> biases, @Nullable Scaler scaler) {
    List<Layer> chain = List.copyOf(Objects.requireNonNull(layers, "layers"));
    checkChain(chain, scaler);
    checkCount("weights", weights, chain.size());
    checkCount("biases", biases, chain.size());
    var layout = new ParameterLayout(chain);
    for (int l = 1; l <= layout.layers(); l++) {
      checkLength("weights", l, weights.get(l - 1), layout.n(l) * layout.n(l - 1));
      checkLength("biases", l, biases.get(l - 1), layout.n(l));
    }
    float[] parameters = new float[layout.size()];
    for (int l = 1; l <= layout.layers(); l++) {
      float[] W = weights.get(l - 1);
      float[] b = biases.get(l - 1);
      System.arraycopy(W, 0, parameters, layout.W(l), W.length);
      System.arraycopy(b, 0, parameters, layout.b(l), b.length);
    }
    return new Network(chain, layout, parameters, scaler, new TreeMap<>());
  }

  /** Returns n[0], the features of a sample. */
  public int inputs() {
    return layout.n(0);
  }

  /** Returns n[L], the values predicted for a sample. */
  public int outputs() {
    return layout.n(layout.layers());
  }

  /** Returns the layers, first to last. */
  public List<Layer> layers() {
    return layers;
  }

  /** Returns the number of weights and biases. */
  public long parameterCount() {
    return layout.size();
  }

  /** Returns what is done to a sample before the first layer, if anything. */
  public Optional<Scaler> scaler() {
    return Optional.ofNullable(scaler);
  }

  /** Returns what {@link #withMetadata} attached, sorted by name; unmodifiable. */
  public SortedMap<String, String> metadata() {
    return metadata;
  }

  /**
   * Returns this network with texts of the caller's own in place of those it has, such as the names
   * of classes. They stay with the network that a {@link Trainer} makes from it, and are saved.
   *
   * @param metadata texts by name
   * @throws IllegalArgumentException if a name begins with {@code lanewise.}, or a text is not
   *     Unicode (half of a surrogate pair)
   */
  public Network withMetadata(Map<String, String> metadata) {
    Objects.requireNonNull(metadata, "metadata");
    metadata.keySet().forEach(name -> Objects.requireNonNull(name, "metadata: name"));
    SortedMap<String, String> copy = new TreeMap<>(metadata);
    ModelFile.checkMetadata(copy);
    return new Network(layers, layout, parameters, scaler, copy);
  }

  /**
   * Saves this network as a safetensors file that {@link #load} reads and no other file can be
   * mistaken for. The file is replaced as a whole: whatever fails, the old one stays intact.
   *
   * @throws IllegalArgumentException if a weight is not finite and {@link
   *     ModelOption#ALLOW_NON_FINITE} is not given, there are more than 4096 tensors, two for each
   *     layer and two for a scaler, or the metadata, with those of the format, exceed 1 MiB or 4096
   *     entries
   * @throws IOException if writing fails, naming the file, or the thread is interrupted
   */
  public void save(Path file, ModelOption... options) throws IOException {
    ModelFile.save(this, file, options);
  }

  /**
   * Loads a network: the same bits that were saved, or an exception.
   *
   * @throws ModelFormatException if the file is anything but a whole and undamaged model, or a
   *     weight is not finite and {@link ModelOption#ALLOW_NON_FINITE} is not given
   * @throws IOException if reading fails, naming the file, or the thread is interrupted
   */
  public static Network load(Path file, ModelOption... options) throws IOException {
    return ModelFile.load(file, options);
  }

  /**
   * Returns a copy of a layer's weights, column-major units x inputs.
   *
   * @param layer 0 for the first
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public float[] weights(int layer) {
    int l = Objects.checkIndex(layer, layers.size()) + 1;
    return Arrays.copyOfRange(parameters, layout.W(l), layout.b(l));
  }

  /**
   * Returns a copy of a layer's biases.
   *
   * @param layer 0 for the first
   * @throws IndexOutOfBoundsException if there is no such layer
   */
  public float[] biases(int layer) {
    int l = Objects.checkIndex(layer, layers.size()) + 1;
    return Arrays.copyOfRange(parameters, layout.b(l), layout.b(l) + layout.n(l));
  }

  /** Returns a predictor of one sample at a time. */
  public Predictor predictor() {
    return predictor(1);
  }

  /**
   * Returns a predictor of up to {@code maxBatch} samples at a time; one per thread. For more than
   * one, all but small weights of the network are packed once and held twice from then on; for 16
   * or more, where vectors are of 256 bits or fewer, all weights once more, and each bias 16 times.
   *
   * @throws IllegalArgumentException if {@code maxBatch} is below 1, or its buffers would exceed an
   *     array
   */
  public Predictor predictor(int maxBatch) {
    return new LiveNetwork(this).predictor(maxBatch);
  }

  ParameterLayout layout() {
    return layout;
  }

  @Nullable Scaler scalerOrNull() {
    return scaler;
  }

  /** Such as {@code Network[2 -> 8 tanh -> 1 sigmoid]}. */
  @Override
  public String toString() {
    return "Network[" + ArchitectureText.format(layers) + "]";
  }

  /** The parameters themselves, for reading only. */
  float[] parameters() {
    return parameters;
  }

  /** Packs the weights, unless that is done, for predictions of several samples. */
  void pack(boolean forPanels) {
    if (isPacked(forPanels)) {
      return;
    }
    synchronized (packing) {
      if (packed == null) {
        packed = PackedWeights.forSeveral(layout, parameters);
      }
      if (!isPacked(forPanels)) {
        packed = packed.andForPanels(layout, parameters);
      }
    }
  }

  private boolean isPacked(boolean forPanels) {
    PackedWeights present = packed;
    return present != null && (!forPanels || !present.panelLayers().isEmpty());
  }

  /** The packed weights, null if nobody has needed them yet. */
  @Nullable PackedWeights packed() {
    return packed;
  }

  /** The same network with other parameters, taken over without a copy. */
  Network withParameters(float[] parameters) {
    return new Network(layers, layout, parameters, scaler, metadata);
  }

  private static void checkChain(List<Layer> layers, @Nullable Scaler scaler) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("network: layers must be >= 1, got layers=0");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).units()) {
        throw new IllegalArgumentException(
            "network: layer %d must have %d inputs, the units before it, got inputs=%d"
                .formatted(i, layers.get(i - 1).units(), layers.get(i).inputs()));
      }
    }
    int inputs = layers.getFirst().inputs();
    if (scaler != null && scaler.features() != inputs) {
      throw new IllegalArgumentException(
          "network: scaler must have %d features, got features=%d"
              .formatted(inputs, scaler.features()));
    }
  }

  private static void checkCount(String name, List<float[]> arrays, int layers) {
    int count = Objects.requireNonNull(arrays, name).size();
    if (count != layers) {
      throw new IllegalArgumentException(
          "network: %s must be one array per layer, got %d (layers=%d)"
              .formatted(name, count, layers));
    }
  }

  private static void checkLength(String name, int l, float[] values, int expected) {
    if (Objects.requireNonNull(values, name).length != expected) {
      throw new IllegalArgumentException(
          "network: %s of layer %d must have length %d, got length=%d"
              .formatted(name, l - 1, expected, values.length));
    }
  }

  /** Collects layers, then draws their weights. */
  public static final class Builder {
    private final List<Layer> layers = new ArrayList<>();
    private final List<Initializer> initializers = new ArrayList<>();
    private int inputs;
    private long seed;
    private @Nullable Scaler scaler;

    private Builder(int inputs) {
      if (inputs < 1) {
        throw new IllegalArgumentException("network: inputs must be >= 1, got inputs=" + inputs);
      }
      this.inputs = inputs;
    }

    /**
     * Adds a layer with {@link Initializer#defaultFor its usual initializer}.
     *
     * @throws IllegalArgumentException if {@code units} is below 1
     */
    public Builder layer(int units, Activation g) {
      return layer(units, g, Initializer.defaultFor(g));
    }

    /**
     * Adds a layer.
     *
     * @throws IllegalArgumentException if {@code units} is below 1
     */
    public Builder layer(int units, Activation g, Initializer initializer) {
      Objects.requireNonNull(initializer, "initializer");
      layers.add(new Layer(inputs, units, g));
      initializers.add(initializer);
      inputs = units;
      return this;
    }

    /** Sets where all random numbers come from; 0 unless set. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /** Sets what is done to a sample before the first layer. */
    public Builder scaler(Scaler scaler) {
      this.scaler = Objects.requireNonNull(scaler, "scaler");
      return this;
    }

    /**
     * Draws the weights. Layer number i has a generator of its own, seeded with output i of the
     * SplitMix64 sequence of the seed, so its weights depend on its own shape only.
     *
     * @throws IllegalArgumentException if there is no layer, the scaler does not have the network's
     *     inputs, or there are more than 2^31 - 9 parameters
     */
    public Network build() {
      List<Layer> chain = List.copyOf(layers);
      checkChain(chain, scaler);
      var layout = new ParameterLayout(chain);
      float[] parameters = new float[layout.size()];
      for (int i = 0; i < chain.size(); i++) {
        var random = new SplitMix64(SplitMix64.output(seed, i));
        initializers.get(i).initialize(chain.get(i), random, parameters, layout.W(i + 1));
      }
      return new Network(chain, layout, parameters, scaler, new TreeMap<>());
    }
  }
}
