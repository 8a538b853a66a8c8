package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.internal.SealedBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are whole by their checksums and still not models, and what the format promises. */
class ModelFileFormatTest {
  private static Network network() {
    return Network.builder(2)
        .layer(3, Activation.of("identity"))
        .layer(1, Activation.of("identity"))
        .scaler(new Scaler(new float[2], new float[2]))
        .build();
  }

  private static byte[] edited(String from, String to) throws IOException {
    byte[] file = SavedNetworks.bytes(network());
    String header = new String(SealedBytes.header(file), StandardCharsets.UTF_8);
    assertThat(header).contains(from);
    return SealedBytes.file(header.replace(from, to), SealedBytes.data(file));
  }

  @Test
  void theHeaderIsThis() throws IOException {
    byte[] file = SavedNetworks.bytes(network().withMetadata(Map.of("k", "v")));
    assertThat(new String(SealedBytes.header(file), StandardCharsets.UTF_8))
        .matches(
            """
            \\{"__metadata__":\\{"lanewise.header_crc32c":"[0-9a-f]{8}",\
            "lanewise.data_crc32c":"[0-9a-f]{8}","lanewise.format":"network",\
            "lanewise.version":"1",\
            "lanewise.architecture":"2 -> 3 identity -> 1 identity","k":"v"},\
            "scaler.shift":\\{"dtype":"F32","shape":\\[2],"data_offsets":\\[0,8]},\
            "scaler.scale":\\{"dtype":"F32","shape":\\[2],"data_offsets":\\[8,16]},\
            "layers.0.weights":\\{"dtype":"F32","shape":\\[2,3],"data_offsets":\\[16,40]},\
            "layers.0.biases":\\{"dtype":"F32","shape":\\[3],"data_offsets":\\[40,52]},\
            "layers.1.weights":\\{"dtype":"F32","shape":\\[3,1],"data_offsets":\\[52,64]},\
            "layers.1.biases":\\{"dtype":"F32","shape":\\[1],"data_offsets":\\[64,68]}} {0,7}\
            """);
  }

  @Test
  void weightsLieAsColumnMajorUnitsTimesInputs() throws IOException {
    byte[] file = SavedNetworks.bytes(network());
    ByteBuffer data = ByteBuffer.wrap(SealedBytes.data(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] weights = network().weights(0);
    for (int i = 0; i < weights.length; i++) {
      assertThat(data.getFloat(16 + 4 * i)).isEqualTo(weights[i]);
    }
  }

  static Stream<Arguments> edits() {
    String architecture = "2 -> 3 identity -> 1 identity";
    String last = ",\"layers.1.biases\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[64,68]}";
    return Stream.of(
        arguments("\"1\"", "\"2\"", "written by v2, this reads <= 1"),
        arguments("\"1\"", "\"3\"", "written by v3, this reads <= 1"),
        arguments("\"1\"", "\"999999999\"", "written by v999999999, this reads <= 1"),
        arguments(
            "\"1\"", "\"01\"", "metadata: lanewise.version must be a positive integer, got \"01\""),
        arguments(
            "\"1\"", "\"\"", "metadata: lanewise.version must be a positive integer, got \"\""),
        arguments(
            "lanewise.version",
            "version",
            "metadata: lanewise.version must be a positive integer, got none"),
        arguments(
            "\"network\"",
            "\"forest\"",
            "metadata: lanewise.format must be network, got \"forest\""),
        arguments(
            "lanewise.format", "format", "metadata: lanewise.format must be network, got none"),
        arguments(
            "lanewise.architecture", "architecture", "metadata: lanewise.architecture is missing"),
        arguments(
            "\"lanewise.format\"",
            "\"lanewise.color\":\"red\",\"lanewise.format\"",
            "metadata: names must not start with lanewise., got \"lanewise.color\""),
        arguments("layers.1.weights", "layers.7.weights", "unknown tensor \"layers.7.weights\""),
        arguments("scaler.scale", "scaler.scales", "unknown tensor \"scaler.scales\""),
        arguments("scaler.shift", "scaler.shifts", "unknown tensor \"scaler.shifts\""),
        arguments(last, "", "the tensors need 64 bytes, the file has 68 after its header"),
        arguments(
            "layers.1.biases", "layers.1.weights", "header: duplicate name \"layers.1.weights\""),
        arguments(
            "layers.0.weights\":{\"dtype\":\"F32\",\"shape\":[2,3]",
            "layers.0.weights\":{\"dtype\":\"F32\",\"shape\":[3,2]",
            "tensor layers.0.weights must have shape [2, 3], got [3, 2]"),
        arguments(
            "layers.0.weights\":{\"dtype\":\"F32\",\"shape\":[2,3]",
            "layers.0.weights\":{\"dtype\":\"F32\",\"shape\":[6]",
            "tensor layers.0.weights must have shape [2, 3], got [6]"),
        arguments(
            architecture,
            "2 -> 4 identity -> 1 identity",
            "tensor layers.0.weights must have shape [2, 4], got [2, 3]"),
        arguments(architecture, "2 -> 3 identity", "unknown tensor \"layers.1.weights\""),
        arguments(
            architecture,
            "2 -> 3 identity -> 1 identity -> 1 identity",
            "tensor layers.2.weights is missing"),
        arguments(
            architecture,
            "2 -> 2147483647 identity -> 2147483647 identity",
            "network: the number of parameters must be <= 2147483639, got 6442450941 up to layer 1"),
        arguments(architecture, "2 -> 500000000 identity", "unknown tensor \"layers.1.weights\""),
        arguments(architecture, "", "architecture: needs at least one layer, got \"\""),
        arguments(architecture, "2", "architecture: needs at least one layer, got \"2\""),
        arguments(
            architecture,
            "2 -> 3",
            "architecture: layer 0 must be units and activation, got \"3\""),
        arguments(
            architecture,
            "02 -> 3 identity",
            "architecture: a size must be an integer of 1 to 2^31 - 1, got \"02\""),
        arguments(
            architecture,
            "2 -> 0 identity",
            "architecture: a size must be an integer of 1 to 2^31 - 1, got \"0\""),
        arguments(
            architecture,
            "2 -> -3 identity",
            "architecture: a size must be an integer of 1 to 2^31 - 1, got \"-3\""),
        arguments(
            architecture,
            "2 -> 2147483648 identity",
            "architecture: a size must be an integer of 1 to 2^31 - 1, got \"2147483648\""),
        arguments(
            architecture,
            "2 -> 3 identity()",
            "architecture: activation needs parameters [], got \"identity()\""),
        arguments(
            architecture,
            "2 -> 3 identity(a=1.0)",
            "architecture: activation needs parameters [], got \"identity(a=1.0)\""));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void rejectsAFileThatWasEditedAndSealedAgain(String from, String to, String message)
      throws IOException {
    byte[] file = edited(from, to);
    assertThatThrownBy(() -> SavedNetworks.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(message);
  }

  @Test
  void rejectsAnUnknownActivationAndNamesTheKnownOnes() throws IOException {
    byte[] file = edited("3 identity", "3 swish2");
    assertThatThrownBy(() -> SavedNetworks.read(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("architecture: unknown activation, must be one of [identity")
        .hasMessageEndingWith("], got \"swish2\"");
  }

  @Test
  void rejectsAMissingTensorAndOneOutOfOrder() throws IOException {
    byte[] file = SavedNetworks.bytes(network());
    byte[] data = SealedBytes.data(file);
    String header = new String(SealedBytes.header(file), StandardCharsets.UTF_8);
    byte[] withoutLast = java.util.Arrays.copyOf(data, 64);
    byte[] missing =
        SealedBytes.file(
            SealedBytes.withDataChecksum(
                header
                    .replaceFirst(",\"layers.1.biases\".*$", "}")
                    .getBytes(StandardCharsets.UTF_8),
                withoutLast),
            withoutLast);
    assertThatThrownBy(() -> SavedNetworks.read(missing))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("tensor layers.1.biases is missing");
    byte[] swapped = edited("scaler.s", "scaler.S");
    String names = new String(SealedBytes.header(swapped), StandardCharsets.UTF_8);
    byte[] order =
        SealedBytes.file(
            names.replace("scaler.Shift", "scaler.scale").replace("scaler.Scale", "scaler.shift"),
            data);
    assertThatThrownBy(() -> SavedNetworks.read(order))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("the tensors must be in the order [scaler.shift, scaler.scale, ");
  }

  @Test
  void aScalerThatIsNotFiniteIsRejectedEvenIfWeightsMayBe() throws IOException {
    byte[] file = SavedNetworks.bytes(network());
    byte[] data = SealedBytes.data(file);
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putFloat(8, Float.NaN);
    byte[] edited =
        SealedBytes.file(SealedBytes.withDataChecksum(SealedBytes.header(file), data), data);
    assertThatThrownBy(() -> SavedNetworks.read(edited))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("weights must be finite without ALLOW_NON_FINITE, got scaler.scale[0]=NaN");
    assertThatThrownBy(() -> SavedNetworks.read(edited, ModelOption.ALLOW_NON_FINITE))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("scaler: scale must be finite, got scale[0]=NaN");
  }

  @Test
  void aNewerVersionIsNamedWhateverItsTensorsAre() throws IOException {
    byte[] file = SavedNetworks.bytes(network());
    String header =
        new String(SealedBytes.header(file), StandardCharsets.UTF_8)
            .replace("\"lanewise.version\":\"1\"", "\"lanewise.version\":\"3\"")
            .replace("F32", "BF16");
    assertThatThrownBy(() -> SavedNetworks.read(SealedBytes.file(header, SealedBytes.data(file))))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("written by v3, this reads <= 1");
  }
}
