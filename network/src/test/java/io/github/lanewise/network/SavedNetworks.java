package io.github.lanewise.network;

import io.github.lanewise.kernels.Activation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Networks for the tests of model files, their bytes, and what makes two of them the same. */
final class SavedNetworks {
  private static final String CHARACTERS = "abc \"\\/{}[]:,\u0000\n\u007f\u00e9\u20ac\uffff";

  private SavedNetworks() {}

  static byte[] bytes(Network network, ModelOption... options) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ModelFile.write(network, Channels.newChannel(bytes), options);
    return bytes.toByteArray();
  }

  static Network read(byte[] file, ModelOption... options) throws IOException {
    return ModelFile.read(
        Channels.newChannel(new ByteArrayInputStream(file)), file.length, options);
  }

  /** All that a file is to keep, floats as their bits. */
  static List<Object> contents(Network network) {
    List<Object> contents = new ArrayList<>();
    contents.add(network.layers());
    for (int layer = 0; layer < network.layers().size(); layer++) {
      contents.add(bits(network.weights(layer)));
      contents.add(bits(network.biases(layer)));
    }
    network.scaler().ifPresent(scaler -> contents.add(bits(scaler.shift())));
    network.scaler().ifPresent(scaler -> contents.add(bits(scaler.scale())));
    contents.add(List.copyOf(network.metadata().entrySet()));
    return contents;
  }

  private static List<Integer> bits(float[] values) {
    Integer[] bits = new Integer[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return List.of(bits);
  }

  /** A network of 1 to 6 layers whose floats are of any bits, if {@code finite} but those. */
  static Network random(RandomGenerator random, boolean finite) {
    List<Layer> layers = new ArrayList<>();
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    int inputs = 1 + random.nextInt(17);
    for (int l = random.nextInt(6); l >= 0; l--) {
      List<Activation> all = Activation.all();
      Activation g = all.get(random.nextInt(all.size()));
      Layer layer = new Layer(inputs, 1 + random.nextInt(17), g);
      layers.add(layer);
      weights.add(floats(random, layer.inputs() * layer.units(), finite));
      biases.add(floats(random, layer.units(), finite));
      inputs = layer.units();
    }
    int features = layers.getFirst().inputs();
    Network network =
        random.nextBoolean()
            ? Network.of(layers, weights, biases)
            : Network.of(
                layers,
                weights,
                biases,
                new Scaler(floats(random, features, true), floats(random, features, true)));
    return network.withMetadata(texts(random));
  }

  private static float[] floats(RandomGenerator random, int length, boolean finite) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      int bits =
          switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> Float.floatToRawIntBits(-0f);
            case 2 -> random.nextInt() & 0x807f_ffff;
            case 3 -> random.nextInt() | 0x7f80_0000;
            default -> random.nextInt();
          };
      if (finite && (bits & 0x7f80_0000) == 0x7f80_0000) {
        bits &= ~0x4000_0000;
      }
      values[i] = Float.intBitsToFloat(bits);
    }
    return values;
  }

  private static Map<String, String> texts(RandomGenerator random) {
    Map<String, String> texts = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.put(text(random), text(random));
    }
    return texts;
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
      if (random.nextInt(6) == 0) {
        text.append("\ud83d\ude00");
      }
    }
    return text.toString();
  }
}
