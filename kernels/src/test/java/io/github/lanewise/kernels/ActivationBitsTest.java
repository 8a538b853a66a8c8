package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elementwise activations equal their scalar definitions, bit for bit. */
class ActivationBitsTest {

  private static final int LONGEST = 1_100;

  static List<ScalarDefinition> definitions() {
    Stream<Activation> others =
        Stream.of(new LeakyRelu(0f), new LeakyRelu(0.75f), new Elu(0f), new Elu(1.7f));
    return Stream.concat(Activation.all().stream(), others)
        .map(ScalarDefinition::of)
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void everyActivationOfElementsHasAScalarDefinition() {
    assertThat(Activation.all())
        .filteredOn(activation -> ScalarDefinition.of(activation).isEmpty())
        .extracting(Activation::id)
        .isSubsetOf("softmax", "log_softmax");
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void equalTheDefinitionAtEveryLength(ScalarDefinition definition) {
    RandomGenerator random = RandomCases.generator(1);
    for (int length = 0; length <= LONGEST; length++) {
      checkForward(definition, length, values(length, 1, random), random);
      checkBackward(definition, length, values(length, 1, random), random);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void equalTheDefinitionAtEveryOffset(ScalarDefinition definition) {
    for (int zOffset = 0; zOffset <= 17; zOffset++) {
      for (int aOffset = 0; aOffset <= 17; aOffset++) {
        RandomGenerator random = RandomCases.generator(18 * zOffset + aOffset);
        int length = RandomCases.length(random);
        PoisonedMatrix z = wide(PoisonedMatrix.at(zOffset, length), random);
        PoisonedMatrix a = PoisonedMatrix.at(aOffset, length);
        checkForward(definition, zOffset, z, a);
        checkBackward(definition, zOffset, values(length, 1, random), z, a);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void equalTheDefinitionOnMatricesWithLeadingDimensions(ScalarDefinition definition) {
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = random.nextInt(100);
      int columns = random.nextInt(12);
      checkForward(definition, seed, values(rows, columns, random), random);
      checkBackward(definition, seed, values(rows, columns, random), random);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void equalTheDefinitionOnMatricesWithoutGaps(ScalarDefinition definition) {
    for (int seed = 0; seed < 200; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = random.nextInt(100);
      int columns = random.nextInt(12);
      PoisonedMatrix z = wide(PoisonedMatrix.random(rows, columns, rows, random), random);
      PoisonedMatrix da = wide(PoisonedMatrix.random(rows, columns, rows, random), random);
      PoisonedMatrix out = PoisonedMatrix.random(rows, columns, rows, random);
      checkForward(definition, seed, z, out);
      checkBackward(definition, seed, da, z, out);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void equalTheDefinitionInPlace(ScalarDefinition definition) {
    for (int seed = 0; seed < 500; seed++) {
      RandomGenerator random = RandomCases.generator(seed);
      int rows = RandomCases.length(random);
      int columns = random.nextInt(4);
      PoisonedMatrix z = values(rows, columns, random);
      checkForward(definition, seed, z, z);
      PoisonedMatrix da = values(rows, columns, random);
      checkBackward(definition, seed, da, values(rows, columns, random), da);
    }
  }

  private static void checkForward(
      ScalarDefinition definition, int seed, PoisonedMatrix z, RandomGenerator random) {
    checkForward(definition, seed, z, PoisonedMatrix.poison(z.rows, z.columns, random));
  }

  private static void checkForward(
      ScalarDefinition definition, int seed, PoisonedMatrix z, PoisonedMatrix a) {
    PoisonedMatrix zBefore = z.copy();
    PoisonedMatrix expected = a.copy();
    for (int j = 0; j < z.columns; j++) {
      for (int i = 0; i < z.rows; i++) {
        expected.set(i, j, definition.forward(z.get(i, j)));
      }
    }

    definition
        .activation()
        .forward(z.rows, z.columns, z.array, z.offset, z.ld, a.array, a.offset, a.ld);

    assertThat(a.sameBits(expected)).as("%s, seed %s: %s to %s", definition, seed, z, a).isTrue();
    assertThat(z == a || z.sameBits(zBefore)).as("seed %s: input untouched", seed).isTrue();
  }

  private static void checkBackward(
      ScalarDefinition definition, int seed, PoisonedMatrix da, RandomGenerator random) {
    PoisonedMatrix dz = PoisonedMatrix.poison(da.rows, da.columns, random);
    checkBackward(definition, seed, da, values(da.rows, da.columns, random), dz);
  }

  private static void checkBackward(
      ScalarDefinition definition,
      int seed,
      PoisonedMatrix da,
      PoisonedMatrix saved,
      PoisonedMatrix dz) {
    PoisonedMatrix daBefore = da.copy();
    PoisonedMatrix savedBefore = saved.copy();
    PoisonedMatrix expected = dz.copy();
    for (int j = 0; j < da.columns; j++) {
      for (int i = 0; i < da.rows; i++) {
        expected.set(i, j, definition.backward(da.get(i, j), saved.get(i, j)));
      }
    }

    definition
        .activation()
        .backward(
            da.rows,
            da.columns,
            da.array,
            da.offset,
            da.ld,
            saved.array,
            saved.offset,
            saved.ld,
            dz.array,
            dz.offset,
            dz.ld);

    assertThat(dz.sameBits(expected))
        .as("%s, seed %s: %s, %s to %s", definition, seed, da, saved, dz)
        .isTrue();
    assertThat(da == dz || da.sameBits(daBefore)).as("seed %s: dA untouched", seed).isTrue();
    assertThat(saved.sameBits(savedBefore)).as("seed %s: saved untouched", seed).isTrue();
  }

  private static PoisonedMatrix values(int rows, int columns, RandomGenerator random) {
    return wide(PoisonedMatrix.poison(rows, columns, random), random);
  }

  private static PoisonedMatrix wide(PoisonedMatrix matrix, RandomGenerator random) {
    RandomCases.fillWide(matrix, random);
    return matrix;
  }
}
