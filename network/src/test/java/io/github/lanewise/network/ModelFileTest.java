package io.github.lanewise.network;

import static io.github.lanewise.network.ModelOption.ALLOW_NON_FINITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.Activation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static final long SEED = 20_26;

  @TempDir private Path directory;

  static Network small() {
    return Network.builder(3)
        .layer(4, Activation.of("identity"))
        .layer(2, Activation.of("identity"))
        .scaler(new Scaler(new float[] {1, -0f, 0.1f}, new float[] {2, 3, Float.MIN_VALUE}))
        .seed(1)
        .build()
        .withMetadata(Map.of("classes", "[\"yes\",\"no\"]", "label", "gr\u00f6\u00dfe"));
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  void loadsWhatWasSaved() throws IOException {
    Path file = directory.resolve("model.safetensors");
    small().save(file);
    Network loaded = Network.load(file);
    assertThat(SavedNetworks.contents(loaded)).isEqualTo(SavedNetworks.contents(small()));
    assertThat(loaded.metadata())
        .containsExactly(
            Map.entry("classes", "[\"yes\",\"no\"]"), Map.entry("label", "gr\u00f6\u00dfe"));
  }

  @Test
  void savesTheSameBytesAfterLoading() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      RandomGenerator random = random(SEED + i);
      ModelOption[] options =
          i % 2 == 0 ? new ModelOption[0] : new ModelOption[] {ALLOW_NON_FINITE};
      Network network = SavedNetworks.random(random, i % 2 == 0);
      byte[] bytes = SavedNetworks.bytes(network, options);
      Network loaded = SavedNetworks.read(bytes, options);
      assertThat(SavedNetworks.contents(loaded))
          .as("seed " + (SEED + i))
          .isEqualTo(SavedNetworks.contents(network));
      assertThat(SavedNetworks.bytes(loaded, options)).as("seed " + (SEED + i)).isEqualTo(bytes);
    }
  }

  @Test
  void aFileOnDiskHasTheSameBytesAsOneInMemory() throws IOException {
    Path file = directory.resolve("model");
    Network large = Network.builder(300).layer(200, Activation.of("identity")).build();
    large.save(file);
    assertThat(file).hasBinaryContent(SavedNetworks.bytes(large));
    assertThat(SavedNetworks.contents(Network.load(file))).isEqualTo(SavedNetworks.contents(large));
  }

  @Test
  void aChannelThatTakesFewBytesPerCallGetsTheSameFile() throws IOException {
    var bytes = new ByteArrayOutputStream();
    WritableByteChannel slow =
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            int count = Math.min(source.remaining(), 1 + bytes.size() % 7);
            for (int i = 0; i < count; i++) {
              bytes.write(source.get());
            }
            return count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    ModelFile.write(small(), slow);
    assertThat(bytes.toByteArray()).isEqualTo(SavedNetworks.bytes(small()));
  }

  @Test
  void weightsThatAreNotFiniteAreRejectedUnlessAllowed() throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Network network =
          Network.of(
              List.of(new Layer(2, 2, Activation.of("identity"))),
              List.of(new float[] {1, 2, 3, value}),
              List.of(new float[2]));
      assertThatThrownBy(() -> SavedNetworks.bytes(network))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "save: weights must be finite without ALLOW_NON_FINITE, got layers.0.weights[3]="
                  + value);
      byte[] bytes = SavedNetworks.bytes(network, ALLOW_NON_FINITE);
      assertThatThrownBy(() -> SavedNetworks.read(bytes))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage(
              "weights must be finite without ALLOW_NON_FINITE, got layers.0.weights[3]=" + value);
      assertThat(SavedNetworks.contents(SavedNetworks.read(bytes, ALLOW_NON_FINITE)))
          .isEqualTo(SavedNetworks.contents(network));
    }
  }

  @Test
  void aSaveThatIsRejectedLeavesTheOldFile() throws IOException {
    Path file = directory.resolve("model");
    small().save(file);
    byte[] old = Files.readAllBytes(file);
    Network diverged = small().withParameters(filled((int) small().parameterCount(), Float.NaN));
    assertThatThrownBy(() -> diverged.save(file)).isInstanceOf(IllegalArgumentException.class);
    assertThat(file).hasBinaryContent(old);
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void metadataStayWithNewParameters() {
    Network network = small();
    assertThat(network.withParameters(new float[(int) network.parameterCount()]).metadata())
        .isEqualTo(network.metadata());
  }

  @Test
  void metadataAreCopiedSortedAndUnmodifiable() {
    Map<String, String> metadata = new HashMap<>(Map.of("b", "2", "a", "1"));
    Network network = small().withMetadata(metadata);
    metadata.clear();
    assertThat(network.metadata()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThatThrownBy(() -> network.metadata().put("c", "3"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(small().withMetadata(Map.of()).metadata()).isEmpty();
  }

  @Test
  void rejectsMetadataThatCannotBeSaved() {
    assertThatThrownBy(() -> small().withMetadata(Map.of("lanewise.version", "2")))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("metadata: names must not start with lanewise., got \"lanewise.version\"");
    assertThatThrownBy(() -> small().withMetadata(Map.of("name", "\ud800")))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("metadata: texts must be Unicode, got half of a surrogate pair in \"name\"");
    Map<String, String> withNull = new HashMap<>();
    withNull.put("name", null);
    assertThatThrownBy(() -> small().withMetadata(withNull))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("metadata: text of \"name\"");
  }

  @Test
  void rejectsWhatIsTooLargeForAFile() {
    Network longText = small().withMetadata(Map.of("text", "x".repeat(1 << 20)));
    assertThatThrownBy(() -> SavedNetworks.bytes(longText))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("save: header must be <= 1048576 bytes, got 104\\d{4}");
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 4092; i++) {
      many.put("name" + i, "");
    }
    Network manyTexts = small().withMetadata(many);
    assertThatThrownBy(() -> SavedNetworks.bytes(manyTexts))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("save: metadata entries must be <= 4096, got 4097");
    Network.Builder deep = Network.builder(1);
    for (int l = 0; l < 2049; l++) {
      deep.layer(1, Activation.of("identity"));
    }
    Network layers = deep.build();
    assertThatThrownBy(() -> SavedNetworks.bytes(layers))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("save: tensors must be <= 4096, got 4098");
  }

  @Test
  void loadsTheLargestThatItSaves() throws IOException {
    Network.Builder deep = Network.builder(1).scaler(new Scaler(new float[1], new float[1]));
    for (int l = 0; l < 2047; l++) {
      deep.layer(1, Activation.of("identity"));
    }
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 4091; i++) {
      many.put("name" + i, "");
    }
    Network network = deep.build().withMetadata(many);
    assertThat(SavedNetworks.contents(SavedNetworks.read(SavedNetworks.bytes(network))))
        .isEqualTo(SavedNetworks.contents(network));
  }

  @Test
  void rejectsWhatIsNotAFile() throws IOException {
    assertThatThrownBy(() -> Network.load(directory))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(directory + ": is a directory");
    assertThatThrownBy(() -> Network.load(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
    Path file = directory.resolve("empty");
    Files.createFile(file);
    assertThatThrownBy(() -> Network.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(file + ": the file has 0 bytes, a model at least 8");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void rejectsEndlessFiles() {
    for (String device : new String[] {"/dev/zero", "/dev/urandom", "/dev/null"}) {
      assertThatThrownBy(() -> Network.load(Path.of(device)))
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessage(device + ": is not a regular file");
    }
  }

  @Test
  void anInterruptedThreadSavesAndLoadsNothing() throws IOException {
    Path file = directory.resolve("model");
    small().save(file);
    byte[] old = Files.readAllBytes(file);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> small().withMetadata(Map.of()).save(file))
        .isInstanceOf(ClosedByInterruptException.class);
    assertThatThrownBy(() -> Network.load(file)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasBinaryContent(old);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }
}
