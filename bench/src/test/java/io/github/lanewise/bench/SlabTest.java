package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlabTest {

  private static final int[] LENGTHS = {5, 2048, 1, 5000, 256};

  @Test
  void startsOperandsOnCacheLinesAQuarterOfAPageApart() {
    Slab slab = new Slab(LENGTHS);
    for (int operand = 0; operand < LENGTHS.length; operand++) {
      int bytesIntoRegion = 16 + 4 * slab.offset(operand);
      assertThat(bytesIntoRegion % 4096).isEqualTo(64 + operand % 4 * 1024);
    }
  }

  @Test
  void keepsOperandsApartAndInside() {
    Slab slab = new Slab(LENGTHS);
    for (int operand = 0; operand < LENGTHS.length; operand++) {
      int end = slab.offset(operand) + LENGTHS[operand];
      int next = operand + 1 < LENGTHS.length ? slab.offset(operand + 1) : slab.array.length;
      assertThat(end).isLessThanOrEqualTo(next);
    }
    assertThat(slab.array.length).isGreaterThanOrEqualTo(4 << 20);
  }

  @Test
  void fillsItsOperandAndNothingElse() {
    Slab slab = new Slab(3, 4, 2).fill(1, 1f, 2f);
    int start = slab.offset(1);
    assertThat(IntStream.range(0, slab.array.length).filter(i -> slab.array[i] != 0))
        .containsExactly(start, start + 1, start + 2, start + 3);
  }
}
