package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockSizesTest {

  @Test
  void shallowBlocksAreHigherAndHoldNoMore() {
    BlockSizes blocks = BlockSizes.fit(Integer.MAX_VALUE, 10, Integer.MAX_VALUE);
    int floats = blocks.mc() * blocks.kc();
    assertThat(floats).isBetween(50_000, 110_000);
    assertThat(blocks.rows(blocks.mc(), 1)).isEqualTo(blocks.mc());
    for (int depth = 1; depth <= blocks.kc(); depth++) {
      int rows = blocks.rows(1_000_000, depth);
      assertThat(rows).isGreaterThanOrEqualTo(blocks.mc());
      assertThat(rows % 64).isZero();
      assertThat(rows * depth).isLessThanOrEqualTo(floats);
    }
  }

  @Test
  void areNoLargerThanTheProduct() {
    assertThat(BlockSizes.fit(3000, 100, 8)).isEqualTo(new BlockSizes(3008, 108, 8));
    assertThat(BlockSizes.fit(0, 0, 0)).isEqualTo(new BlockSizes(64, 12, 1));
    assertThat(BlockSizes.fit(3000, 100, 8).rows(5000, 8)).isEqualTo(3008);
  }
}
