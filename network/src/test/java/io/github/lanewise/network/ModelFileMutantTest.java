package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.network.internal.SealedBytes;
import io.github.lanewise.testing.AllocationMeter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Files of an attacker who knows the format: damaged in their structure, their checksums right. */
class ModelFileMutantTest {
  private static final long SEED = 46;

  /** Loads that are not measured: the first of a kind load classes too. */
  private static final int WARM_UP = 500;

  private static final int MEBIBYTE = 1 << 20;
  private static final long MAX_NANOS = 100_000_000;
  private static final Pattern INTEGER = Pattern.compile("\\d+");
  private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|\\d+|[{}\\[\\]:,]");
  private static final Pattern ENTRY = Pattern.compile("\"[^\"]*\":(\"[^\"]*\"|\\{[^{}]*}),?");
  private static final String[] INTEGERS = {
    "0",
    "1",
    "-1",
    "4",
    "65536",
    "1e3",
    "2.0",
    "00",
    "2147483647",
    "2147483648",
    "4294967296",
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615"
  };
  private static final String[] TOKENS = {
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    " ",
    "\t",
    "\n",
    "null",
    "true",
    "\"\"",
    "\"F32\"",
    "\"F64\"",
    "\"__metadata__\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\u0000",
    "\u00ff",
    "{}",
    "[]"
  };
  private static final String[] WORDS = {
    "layers.0.weights",
    "scaler.shift",
    "scaler.scale",
    "lanewise.version",
    "lanewise.architecture",
    " -> ",
    "identity",
    "relu",
    "leaky_relu(slope=0.01)",
    "elu(alpha=NaN)",
    "softmax",
    "(",
    ")",
    "=",
    "1e999",
    "-0.0",
    "0x1p-3",
    "2147483647",
    "99999999999",
    "java.lang.Runtime",
    "../../x"
  };

  @Test
  void aMutantIsRejectedOrAValidNetwork() {
    examine(20_000);
  }

  @Test
  @Tag("long")
  void aMillionMutantsAreRejectedOrValidNetworks() {
    examine(1_000_000);
  }

  private static void examine(int count) {
    int accepted = 0;
    for (int i = -WARM_UP; i < count; i++) {
      String repro = "seed " + (SEED + i);
      try {
        boolean valid = isValidNetwork(mutant(SEED + i), i >= 0);
        accepted += valid && i >= 0 ? 1 : 0;
      } catch (Exception | AssertionError e) {
        throw new AssertionError(repro, e);
      }
    }
    // A check of the mutants: some are valid, most are not.
    assertThat(accepted).isBetween(count / 100, count / 2);
  }

  private static byte[] mutant(long seed) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] file = SavedNetworks.bytes(SavedNetworks.random(random, true));
    String header = new String(SealedBytes.header(file), StandardCharsets.ISO_8859_1);
    byte[] data = SealedBytes.data(file);
    for (int i = random.nextInt(3); i >= 0; i--) {
      if (random.nextInt(8) == 0) {
        data = mutatedData(data, random);
      } else {
        header = mutated(header, random);
      }
    }
    byte[] json = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] mutant = SealedBytes.file(SealedBytes.withDataChecksum(json, data), data);
    if (random.nextInt(50) == 0) {
      mutant[random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
    }
    return mutant;
  }

  private static byte[] mutatedData(byte[] data, RandomGenerator random) {
    return switch (data.length == 0 ? 1 : random.nextInt(4)) {
      case 0 -> Arrays.copyOf(data, random.nextInt(data.length + 1));
      case 1 -> Arrays.copyOf(data, data.length + 1 + random.nextInt(64));
      default -> {
        byte[] changed = data.clone();
        changed[random.nextInt(data.length)] = (byte) random.nextInt();
        yield changed;
      }
    };
  }

  private static String mutated(String header, RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> replaced(header, INTEGER, pick(INTEGERS, random), random);
      case 1 -> replaced(header, INTEGER, Integer.toString(random.nextInt(70)), random);
      case 2 -> replaced(header, TOKEN, pick(TOKENS, random), random);
      case 3 -> replaced(header, TOKEN, "\"" + pick(WORDS, random) + "\"", random);
      case 4 -> replaced(header, ENTRY, "", random);
      case 5 -> {
        String entry = any(header, ENTRY, random);
        yield inserted(header, entry, random);
      }
      case 6 -> inserted(header, pick(random.nextBoolean() ? TOKENS : WORDS, random), random);
      default -> inserted(header, " ".repeat(1 + random.nextInt(9)), random);
    };
  }

  private static String pick(String[] from, RandomGenerator random) {
    return from[random.nextInt(from.length)];
  }

  private static List<int[]> ranges(String header, Pattern pattern) {
    List<int[]> ranges = new ArrayList<>();
    // Half of the mutants would otherwise fail at once, where the checksums stand.
    Matcher matcher =
        pattern.matcher(header).region(Math.min(95, header.length()), header.length());
    while (matcher.find()) {
      ranges.add(new int[] {matcher.start(), matcher.end()});
    }
    return ranges.isEmpty() ? List.of(new int[] {0, 0}) : ranges;
  }

  private static String any(String header, Pattern pattern, RandomGenerator random) {
    List<int[]> ranges = ranges(header, pattern);
    int[] range = ranges.get(random.nextInt(ranges.size()));
    return header.substring(range[0], range[1]);
  }

  private static String replaced(
      String header, Pattern pattern, String by, RandomGenerator random) {
    List<int[]> ranges = ranges(header, pattern);
    int[] range = ranges.get(random.nextInt(ranges.size()));
    return header.substring(0, range[0]) + by + header.substring(range[1]);
  }

  private static String inserted(String header, String text, RandomGenerator random) {
    List<int[]> ranges = ranges(header, TOKEN);
    int at = ranges.get(random.nextInt(ranges.size()))[random.nextInt(2)];
    return header.substring(0, at) + text + header.substring(at);
  }

  /** Loads the file in bounded time and memory; checks the network if there is one. */
  private static boolean isValidNetwork(byte[] file, boolean measured) throws IOException {
    AllocationMeter meter = AllocationMeter.ofCaller();
    long start = System.nanoTime();
    meter.start();
    Network network = load(file);
    long bytes = meter.bytes();
    if (measured) {
      assertThat(bytes).as("bytes").isLessThan(file.length + MEBIBYTE);
      assertThat(atBest(System.nanoTime() - start, file)).as("nanoseconds").isLessThan(MAX_NANOS);
    }
    if (network == null) {
      return false;
    }
    byte[] saved = SavedNetworks.bytes(network);
    assertThat(SealedBytes.data(saved)).isEqualTo(SealedBytes.data(file));
    assertThat(SavedNetworks.contents(SavedNetworks.read(saved)))
        .isEqualTo(SavedNetworks.contents(network));
    return true;
  }

  private static @Nullable Network load(byte[] file) throws IOException {
    try {
      return SavedNetworks.read(file);
    } catch (ModelFormatException e) {
      assertThat(e.getMessage()).isNotEmpty();
      return null;
    }
  }

  /** The time of a load, or of the fastest of some more if other processes made that one slow. */
  private static long atBest(long firstNanos, byte[] file) throws IOException {
    long best = firstNanos;
    for (int i = 0; i < 10 && best >= MAX_NANOS; i++) {
      long start = System.nanoTime();
      load(file);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  @Test
  void loadingALargeModelAllocatesItsLength() throws IOException {
    Network large =
        Network.builder(1024)
            .layer(1024, io.github.lanewise.kernels.Activation.of("identity"), Initializer.ZEROS)
            .build();
    byte[] file = SavedNetworks.bytes(large);
    SavedNetworks.read(file);
    AllocationMeter meter = AllocationMeter.ofCaller();
    meter.start();
    SavedNetworks.read(file);
    assertThat(meter.bytes()).isBetween((long) file.length - 2_000, file.length + 200_000L);
  }

  @Test
  void aHostileHeaderAllocatesFewTimesItsLength() throws IOException {
    String[] starts = {
      "k\":\"",
      "lanewise.format\":\"",
      "lanewise.format\":\"network\",\"lanewise.version\":\"",
      "lanewise.format\":\"network\",\"lanewise.version\":\"1\",\"lanewise.architecture\":\"1 -> 1 "
    };
    String[] units = {
      "x", "1", "\u20ac", "\\u20ac", "\\n", "a\\u20ac", "-> 1 identity ", "identity(", "\",\"", ","
    };
    for (String start : starts) {
      for (String unit : units) {
        String header = SealedBytes.opening(new byte[0]) + ",\"" + start;
        int length = unit.getBytes(StandardCharsets.UTF_8).length;
        byte[] file =
            SealedBytes.file(header + unit.repeat((MEBIBYTE - 300) / length) + "\"}}", new byte[0]);
        assertThat(allocatedByRejection(file)).as(start + unit).isLessThan(8 * MEBIBYTE);
      }
    }
  }

  private static long allocatedByRejection(byte[] file) {
    AllocationMeter meter = AllocationMeter.ofCaller();
    meter.start();
    try {
      SavedNetworks.read(file);
    } catch (IOException e) {
      long bytes = meter.bytes();
      assertThat(e).isExactlyInstanceOf(ModelFormatException.class);
      return bytes;
    }
    throw new AssertionError("not rejected");
  }
}
