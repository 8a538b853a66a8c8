package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The limits from which on operands are packed, on both sides of each. */
class PackingPlanTest {

  private static final boolean WIDE = Lanes.REGISTERS == 32;

  /** A leading dimension that collides with nothing. */
  private static final int LD = 1_001;

  @Test
  void aIsPackedWhereItLeavesL1AndIsUsedOftenEnough() {
    assertThat(packsA(128, 48, 65)).isEqualTo(!WIDE);
    assertThat(packsA(128, 48, 64)).isFalse();
    assertThat(packsA(128, 47, 65)).isFalse();
    assertThat(packsA(64, 48, 129)).isEqualTo(!WIDE);
    assertThat(packsA(63, 48, 256)).isFalse();
    assertThat(packsA(1_000, 48, 15)).isFalse();
    assertThat(packsA(257, 24, 256)).isEqualTo(!WIDE);
    assertThat(packsA(257, 23, 256)).isFalse();
  }

  @Test
  void aIsPackedWhereItComesFromL2AndIsUsedOftenEnough() {
    assertThat(packsA(128, 96, 128)).isTrue();
    assertThat(packsA(128, 96, 127)).isEqualTo(!WIDE);
    assertThat(packsA(128, 95, 128)).isEqualTo(!WIDE);
    assertThat(packsA(1_024, 96, 15)).isFalse();
    assertThat(packsA(513, 64, 512)).isTrue();
    assertThat(packsA(512, 64, 512)).isEqualTo(!WIDE);
    assertThat(packsA(513, 63, 512)).isEqualTo(!WIDE);
  }

  @Test
  void aFromAfarIsPackedForFewerColumns() {
    assertThat(packsA(513, 16, 512)).isEqualTo(!WIDE);
    assertThat(packsA(513, 15, 512)).isFalse();
    assertThat(packsA(false, 1f, 513, 32, 512, 1_024)).isTrue();
    assertThat(packsA(false, 1f, 513, 31, 512, 1_024)).isEqualTo(!WIDE);
    assertThat(packsA(false, 1f, 1_024, 6, 1_024, 1_024)).isEqualTo(!WIDE);
    assertThat(packsA(false, 1f, 1_024, 5, 1_024, 1_024)).isFalse();
  }

  @Test
  void aIsPackedWhereItMustBe() {
    assertThat(packsA(true, 1f, 40, 1, 3, LD)).isTrue();
    assertThat(packsA(false, 2f, 40, 1, 3, LD)).isTrue();
    assertThat(packsA(false, 1f, 40, 1, 3, LD)).isFalse();
  }

  @Test
  void aShortAWhoseLastVectorWouldReachBeyondTheArrayIsPacked() {
    assertThat(PackingPlan.packA(false, false, 1f, 10, 32, 64, 10, 640)).isTrue();
    assertThat(PackingPlan.packA(false, false, 1f, 10, 32, 65, 10, 650)).isFalse();
    assertThat(PackingPlan.packA(false, false, 1f, 10, 32, 64, 10, 1_000)).isFalse();
    int rows = 4 * Lanes.LENGTH;
    assertThat(PackingPlan.packA(false, false, 1f, rows - 1, 32, 20, rows - 1, 20 * (rows - 1)))
        .isTrue();
    assertThat(PackingPlan.packA(false, false, 1f, rows, 32, 20, rows, 20 * rows)).isFalse();
  }

  @Test
  void aTransposedForFewColumnsStaysInL1() {
    assertThat(PackingPlan.transposesInL1(true, false, 96, 32, 16)).isEqualTo(WIDE);
    assertThat(PackingPlan.transposesInL1(true, false, 96, 33, 16)).isFalse();
    assertThat(PackingPlan.transposesInL1(true, false, 95, 32, 16)).isFalse();
    assertThat(PackingPlan.transposesInL1(true, false, 96, 32, 15)).isFalse();
    assertThat(PackingPlan.transposesInL1(false, false, 96, 32, 16)).isFalse();
    assertThat(PackingPlan.transposesInL1(true, true, 96, 32, 16)).isFalse();
  }

  @Test
  void bIsPackedBesideAPackedA() {
    assertThat(packsB(true, 128, 4, 16)).isTrue();
    assertThat(packsB(true, 128, 3, 16)).isFalse();
    assertThat(packsB(true, 128, 4, 15)).isFalse();
    assertThat(packsB(true, 96, 4, 16)).isEqualTo(WIDE);
    assertThat(packsB(true, 95, 4, 16)).isFalse();
    assertThat(packsB(true, 64, 32, 16)).isEqualTo(!WIDE);
    assertThat(packsB(true, 64, 31, 16)).isFalse();
    assertThat(packsB(true, 63, 32, 16)).isFalse();
  }

  @Test
  void bIsPackedBesideAnAInPlaceOnlyWith16Registers() {
    assertThat(packsB(false, 128, 24, 65)).isEqualTo(!WIDE);
    assertThat(packsB(false, 128, 24, 64)).isFalse();
    assertThat(packsB(false, 128, 23, 65)).isFalse();
  }

  @Test
  void bIsPackedForItsOwnSake() {
    assertThat(PackingPlan.packB(false, true, 256, 64, 1_024, LD)).isTrue();
    assertThat(PackingPlan.packB(false, true, 256, 63, 1_024, LD)).isEqualTo(!WIDE);
    assertThat(PackingPlan.packB(false, true, 255, 64, 1_024, LD)).isEqualTo(!WIDE);
    assertThat(PackingPlan.packB(false, false, 256, 5, 100, 1_024)).isTrue();
    assertThat(PackingPlan.packB(false, false, 256, 5, 100, LD)).isFalse();
    assertThat(PackingPlan.packB(false, false, 256, 513, 1_024, LD)).isTrue();
    assertThat(PackingPlan.packB(false, false, 256, 512, 1_024, LD)).isEqualTo(!WIDE);
  }

  private static boolean packsA(int m, int n, int k) {
    return packsA(false, 1f, m, n, k, LD);
  }

  private static boolean packsA(boolean transposed, float alpha, int m, int n, int k, int lda) {
    return PackingPlan.packA(transposed, false, alpha, m, n, k, lda, Integer.MAX_VALUE);
  }

  private static boolean packsB(boolean packedA, int m, int n, int k) {
    return PackingPlan.packB(packedA, false, m, n, k, LD);
  }
}
