package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BlockSizesTest {
  private static final int MANY = Integer.MAX_VALUE;

  @Test
  void areAsLargeAsTheCacheThatTheirMachinesHave() {
    int rows = Lanes.REGISTERS == 32 ? 128 : 64;
    assertThat(BlockSizes.fit(MANY, MANY, MANY)).isEqualTo(new BlockSizes(rows, 1536, 800));
  }

  @Test
  void areNoLargerThanTheProduct() {
    assertThat(BlockSizes.fit(3000, 100, 8)).isEqualTo(new BlockSizes(3008, 108, 8));
    assertThat(BlockSizes.fit(0, 0, 0)).isEqualTo(new BlockSizes(64, 12, 1));
  }

  @Test
  void areNoDeeperThanAStripOfPackedB() {
    assertThat(new BlockSizes(64, 12, BOrder.STRIP).kc()).isEqualTo(816);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockSizes(64, 12, 817))
        .withMessage(
            "blocks: mc must be a multiple of 64, nc of 12, and kc <= 816, got mc=64, nc=12, kc=817");
  }

  @Test
  void areHigherWhereTheyAreShallow() {
    BlockSizes blocks = new BlockSizes(64, 12, 800);
    assertThat(blocks.rows(1000, 800)).isEqualTo(64);
    assertThat(blocks.rows(1000, 401)).isEqualTo(64);
    assertThat(blocks.rows(1000, 400)).isEqualTo(128);
    assertThat(blocks.rows(1000, 8)).isEqualTo(6400);
    assertThat(blocks.rows(64, 8)).isEqualTo(64);
  }

  @Test
  void areLessDeepWhereColumnsInPlaceCrowdIntoFewSetsOfL2() {
    BlockSizes blocks = new BlockSizes(64, 12, 800);
    assertThat(blocks.depth(784)).isEqualTo(784);
    assertThat(blocks.depthInPlace(784, 500)).isEqualTo(784);
    assertThat(blocks.depthInPlace(784, 511)).isEqualTo(784);
    assertThat(blocks.depthInPlace(784, 512)).isEqualTo(392);
    assertThat(blocks.depthInPlace(784, 1024)).isEqualTo(392);
    assertThat(blocks.depthInPlace(512, 512)).isEqualTo(512);
    assertThat(blocks.depthInPlace(513, 512)).isEqualTo(257);
    assertThat(blocks.depthInPlace(1200, 512)).isEqualTo(400);
    assertThat(new BlockSizes(64, 12, 100).depthInPlace(784, 1024)).isEqualTo(98);
  }

  @Test
  void areLessDeepWhereATransposedStaysInL1() {
    BlockSizes blocks = new BlockSizes(64, 12, 800);
    assertThat(blocks.depthInL1(128)).isEqualTo(128);
    assertThat(blocks.depthInL1(129)).isEqualTo(65);
    assertThat(blocks.depthInL1(784)).isEqualTo(112);
    assertThat(new BlockSizes(64, 12, 100).depthInL1(784)).isEqualTo(98);
  }
}
