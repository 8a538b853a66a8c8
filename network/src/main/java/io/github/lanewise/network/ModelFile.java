package io.github.lanewise.network;

import io.github.lanewise.network.internal.ArchitectureText;
import io.github.lanewise.network.internal.AtomicFile;
import io.github.lanewise.network.internal.FileFailure;
import io.github.lanewise.network.internal.JsonText;
import io.github.lanewise.network.internal.ModelLoadEvent;
import io.github.lanewise.network.internal.ModelSaveEvent;
import io.github.lanewise.network.internal.ParameterLayout;
import io.github.lanewise.network.internal.SafetensorsHeader;
import io.github.lanewise.network.internal.SafetensorsReader;
import io.github.lanewise.network.internal.SafetensorsWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A network as a sealed safetensors file, so that any safetensors library reads its tensors.
 *
 * <pre>
 * __metadata__   lanewise.header_crc32c, lanewise.data_crc32c
 *                lanewise.format        "network"
 *                lanewise.version       "1": the lowest version that can read the file
 *                lanewise.architecture  "64 -> 128 relu -> 10 softmax"
 *                and the network's own metadata, sorted by name
 * tensors        scaler.shift, scaler.scale   [inputs], both or neither
 *                layers.0.weights             [inputs, units]: row-major what is column-major here
 *                layers.0.biases              [units], and so on
 * </pre>
 */
final class ModelFile {
  private static final String RESERVED = "lanewise.";

  private static final int VERSION = 1;
  private static final String FORMAT_KEY = "lanewise.format";
  private static final String FORMAT = "network";
  private static final String VERSION_KEY = "lanewise.version";
  private static final String ARCHITECTURE_KEY = "lanewise.architecture";
  private static final String SHIFT = "scaler.shift";
  private static final float[] NONE = {};

  private enum Source {
    SHIFT,
    SCALE,
    PARAMETERS
  }

  /** A tensor of the model: its name, its shape, and where its floats are in memory. */
  private record Slot(String name, List<Long> shape, Source source, int offset) {
    FloatBuffer buffer(float[] shift, float[] scale, float[] parameters) {
      float[] values =
          switch (source) {
            case SHIFT -> shift;
            case SCALE -> scale;
            case PARAMETERS -> parameters;
          };
      long length = shape.stream().reduce(1L, Math::multiplyExact);
      return FloatBuffer.wrap(values, offset, Math.toIntExact(length));
    }
  }

  private ModelFile() {}

  /** Returns the tensors of a network, in the order of the file. */
  private static List<Slot> slots(ParameterLayout layout, boolean scaled) {
    List<Slot> slots = new ArrayList<>();
    if (scaled) {
      slots.add(new Slot(SHIFT, List.of((long) layout.n(0)), Source.SHIFT, 0));
      slots.add(new Slot("scaler.scale", List.of((long) layout.n(0)), Source.SCALE, 0));
    }
    for (int l = 1; l <= layout.layers(); l++) {
      String layer = "layers." + (l - 1);
      long inputs = layout.n(l - 1);
      long units = layout.n(l);
      slots.add(
          new Slot(layer + ".weights", List.of(inputs, units), Source.PARAMETERS, layout.W(l)));
      slots.add(new Slot(layer + ".biases", List.of(units), Source.PARAMETERS, layout.b(l)));
    }
    return slots;
  }

  static void save(Network network, Path file, ModelOption... options) throws IOException {
    Objects.requireNonNull(file, "file");
    var event = new ModelSaveEvent();
    event.begin();
    AtomicFile.replace(file, writer(network, options)::writeTo);
    event.end(file, network);
  }

  static void write(Network network, WritableByteChannel channel, ModelOption... options)
      throws IOException {
    writer(network, options).writeTo(channel);
  }

  private static SafetensorsWriter writer(Network network, ModelOption... options) {
    boolean allowNonFinite = allowsNonFinite(options);
    float[] shift = network.scaler().map(Scaler::shift).orElse(NONE);
    float[] scale = network.scaler().map(Scaler::scale).orElse(NONE);
    List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    for (Slot slot : slots(network.layout(), network.scaler().isPresent())) {
      FloatBuffer values = slot.buffer(shift, scale, network.parameters());
      String nonFinite = allowNonFinite ? null : firstNonFinite(slot, values);
      if (nonFinite != null) {
        throw new IllegalArgumentException(
            "save: weights must be finite without ALLOW_NON_FINITE, got " + nonFinite);
      }
      tensors.add(new SafetensorsWriter.Tensor(slot.name(), slot.shape(), values));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT_KEY, FORMAT);
    metadata.put(VERSION_KEY, Integer.toString(VERSION));
    metadata.put(ARCHITECTURE_KEY, ArchitectureText.format(network.layers()));
    metadata.putAll(network.metadata());
    return new SafetensorsWriter(metadata, tensors);
  }

  static Network load(Path file, ModelOption... options) throws IOException {
    Objects.requireNonNull(file, "file");
    boolean allowNonFinite = allowsNonFinite(options);
    var event = new ModelLoadEvent();
    event.begin();
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new ModelFormatException(
          file + (attributes.isDirectory() ? ": is a directory" : ": is not a regular file"));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      Network network = read(channel, channel.size(), allowNonFinite);
      event.end(file, network);
      return network;
    } catch (ModelFormatException e) {
      throw new ModelFormatException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  static Network read(ReadableByteChannel channel, long fileBytes, ModelOption... options)
      throws IOException {
    return read(channel, fileBytes, allowsNonFinite(options));
  }

  private static Network read(ReadableByteChannel channel, long fileBytes, boolean allowNonFinite)
      throws IOException {
    var reader = new SafetensorsReader(channel, fileBytes, ModelFile::checkVersion);
    SortedMap<String, String> metadata = new TreeMap<>(reader.metadata());
    String architecture = metadata.remove(ARCHITECTURE_KEY);
    if (architecture == null) {
      throw new ModelFormatException("metadata: " + ARCHITECTURE_KEY + " is missing");
    }
    metadata.remove(FORMAT_KEY);
    metadata.remove(VERSION_KEY);
    try {
      return read(
          reader, List.copyOf(ArchitectureText.parse(architecture)), metadata, allowNonFinite);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkVersion(Map<String, String> metadata) throws ModelFormatException {
    String format = metadata.get(FORMAT_KEY);
    if (!FORMAT.equals(format)) {
      throw new ModelFormatException(
          "metadata: " + FORMAT_KEY + " must be " + FORMAT + ", got " + shown(format));
    }
    String version = metadata.get(VERSION_KEY);
    if (version == null || !version.matches("[1-9][0-9]{0,8}")) {
      throw new ModelFormatException(
          "metadata: " + VERSION_KEY + " must be a positive integer, got " + shown(version));
    }
    if (Integer.parseInt(version) > VERSION) {
      throw new ModelFormatException("written by v" + version + ", this reads <= " + VERSION);
    }
  }

  private static String shown(@Nullable String text) {
    return text == null ? "none" : JsonText.shortened(text);
  }

  private static Network read(
      SafetensorsReader reader,
      List<Layer> layers,
      SortedMap<String, String> metadata,
      boolean allowNonFinite)
      throws IOException {
    checkMetadata(metadata);
    ParameterLayout layout = new ParameterLayout(layers);
    List<SafetensorsHeader.Tensor> tensors = reader.tensors();
    boolean scaled = tensors.stream().anyMatch(tensor -> tensor.name().equals(SHIFT));
    List<Slot> slots = slots(layout, scaled);
    checkTensors(slots, tensors);

    // The tensors are those of the architecture, and the file is as long as they are.
    float[] shift = new float[scaled ? layout.n(0) : 0];
    float[] scale = new float[shift.length];
    float[] parameters = new float[layout.size()];
    for (Slot slot : slots) {
      reader.read(slot.buffer(shift, scale, parameters));
    }
    reader.finish();
    for (Slot slot : slots) {
      FloatBuffer values = slot.buffer(shift, scale, parameters);
      String nonFinite = allowNonFinite ? null : firstNonFinite(slot, values);
      if (nonFinite != null) {
        throw new ModelFormatException(
            "weights must be finite without ALLOW_NON_FINITE, got " + nonFinite);
      }
    }
    Scaler scaler = scaled ? new Scaler(shift, scale) : null;
    return new Network(layers, layout, parameters, scaler, metadata);
  }

  private static void checkTensors(List<Slot> slots, List<SafetensorsHeader.Tensor> tensors)
      throws ModelFormatException {
    List<String> expected = slots.stream().map(Slot::name).toList();
    List<String> found = tensors.stream().map(SafetensorsHeader.Tensor::name).toList();
    if (!found.equals(expected)) {
      throw new ModelFormatException(difference(expected, found));
    }
    for (int i = 0; i < slots.size(); i++) {
      if (!slots.get(i).shape().equals(tensors.get(i).shape())) {
        throw new ModelFormatException(
            "tensor %s must have shape %s, got %s"
                .formatted(expected.get(i), slots.get(i).shape(), tensors.get(i).shape()));
      }
    }
  }

  private static String difference(List<String> expected, List<String> found) {
    Set<String> unknown = new LinkedHashSet<>(found);
    expected.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      return "unknown tensor " + JsonText.shortened(unknown.iterator().next());
    }
    Set<String> missing = new LinkedHashSet<>(expected);
    found.forEach(missing::remove);
    return missing.isEmpty()
        ? "the tensors must be in the order " + expected
        : "tensor " + missing.iterator().next() + " is missing";
  }

  private static boolean allowsNonFinite(ModelOption... options) {
    for (ModelOption option : Objects.requireNonNull(options, "options")) {
      Objects.requireNonNull(option, "option");
    }
    return List.of(options).contains(ModelOption.ALLOW_NON_FINITE);
  }

  /** Returns the first value of a tensor that is not finite, null if there is none. */
  private static @Nullable String firstNonFinite(Slot slot, FloatBuffer values) {
    int start = values.position();
    for (int i = start; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        return slot.name() + "[" + (i - start) + "]=" + values.get(i);
      }
    }
    return null;
  }

  /** Checks texts that are to be, or were, attached to a network. */
  static void checkMetadata(Map<String, String> metadata) {
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      String name = JsonText.shortened(entry.getKey());
      Objects.requireNonNull(entry.getValue(), () -> "metadata: text of " + name);
      if (entry.getKey().startsWith(RESERVED)) {
        throw new IllegalArgumentException(
            "metadata: names must not start with " + RESERVED + ", got " + name);
      }
      if (!JsonText.isEncodable(entry.getKey()) || !JsonText.isEncodable(entry.getValue())) {
        throw new IllegalArgumentException(
            "metadata: texts must be Unicode, got half of a surrogate pair in " + name);
      }
    }
  }
}
