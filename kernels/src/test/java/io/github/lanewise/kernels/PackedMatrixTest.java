package io.github.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Its products are compared with their definition wherever {@link GemmTest} compares Gemm's. */
class PackedMatrixTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 32, 61, 200})
  void forwardGivesTheBitsOfGemm(int n) {
    RandomGenerator random = RandomCases.generator(n);
    GemmWorkspace workspace = new GemmWorkspace();
    for (int m : new int[] {0, 1, 10, 16, 33, 130}) {
      for (int k : new int[] {0, 1, 33, 801}) {
        PoisonedMatrix w = PoisonedMatrix.random(m, k, random);
        PoisonedMatrix a = PoisonedMatrix.random(k, n, random);
        PoisonedMatrix bias = PoisonedMatrix.random(m, 1, random);
        PoisonedMatrix z = PoisonedMatrix.poison(m, n, random);
        PoisonedMatrix wanted = z.copy();
        ForwardProduct.plain(w, a, bias, wanted, workspace);
        ForwardProduct.packed(w, a, bias, z, workspace);
        assertThat(z.sameBits(wanted)).as("%dx%dx%d", m, n, k).isTrue();
      }
    }
  }

  @Test
  void isACopy() {
    float[] a = {1, 2, 3, 4};
    PackedMatrix packed = PackedMatrix.of(Transpose.YES, 2, 2, a, 0, 2);
    a[0] = 9;
    float[] c = new float[2];
    packed.gemm(Transpose.NO, 1, new float[] {1, 10}, 0, 2, 0, c, 0, 2, new GemmWorkspace());
    assertThat(c).containsExactly(21, 43);
    assertThat(packed.rows()).isEqualTo(2);
    assertThat(packed.columns()).isEqualTo(2);
    assertThat(packed.bytes()).isGreaterThanOrEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 2, 2, 'pack: m must be >= 0, got m=-1'",
    "2, -1, 2, 'pack: k must be >= 0, got k=-1'",
    "2, 2, 1, 'pack: lda must be >= m, got lda=1 (m=2)'"
  })
  void refusesToPackNoMatrix(int m, int k, int lda, String message) {
    assertThatThrownBy(() -> PackedMatrix.of(Transpose.NO, m, k, new float[4], 0, lda))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesAClosedTeamBeforeAnythingIsWritten() {
    WorkerTeam team = new WorkerTeam(2);
    GemmWorkspace workspace = new GemmWorkspace(team);
    team.close();
    PackedMatrix packed = PackedMatrix.of(Transpose.NO, 200, 200, new float[40_000], 0, 200);
    float[] bias = new float[200];
    Arrays.fill(bias, 1);
    float[] z = new float[40_000];
    assertThatThrownBy(
            () -> packed.forward(200, new float[40_000], 0, 200, bias, 0, z, 0, 200, workspace))
        .isInstanceOf(IllegalStateException.class);
    assertThat(z).containsOnly(0);
  }

  @Test
  void packsMatricesWithoutElements() {
    assertThat(PackedMatrix.of(Transpose.NO, 0, Integer.MAX_VALUE, new float[0], 0, 1).rows())
        .isZero();
    assertThat(PackedMatrix.of(Transpose.YES, Integer.MAX_VALUE, 0, new float[0], 0, 1).columns())
        .isZero();
    assertThatThrownBy(
            () -> PackedMatrix.of(Transpose.YES, Integer.MAX_VALUE, 1, new float[0], 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesMatricesThatDoNotFit() {
    PackedMatrix packed = PackedMatrix.of(Transpose.NO, 2, 3, new float[6], 0, 2);
    GemmWorkspace workspace = new GemmWorkspace();
    float[] four = new float[4];
    float[] six = new float[6];
    assertThatThrownBy(() -> packed.gemm(Transpose.NO, 2, six, 0, 2, 0, four, 0, 2, workspace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ldb");
    assertThatThrownBy(() -> packed.gemm(Transpose.NO, 2, six, 1, 3, 0, four, 0, 2, workspace))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("b");
    assertThatThrownBy(() -> packed.gemm(Transpose.NO, 2, six, 0, 3, 0, six, 0, 2, workspace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlap");
    assertThatThrownBy(() -> packed.forward(2, six, 0, 3, four, 3, new float[4], 0, 2, workspace))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("bias");
    assertThatThrownBy(() -> packed.forward(-1, six, 0, 3, four, 0, new float[4], 0, 2, workspace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n must be");
    assertThat(six).containsOnly(0);
  }
}
