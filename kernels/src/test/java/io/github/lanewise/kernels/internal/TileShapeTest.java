package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every product can be cut into tiles that exist and fit the registers. */
class TileShapeTest {

  @Test
  void sharesColumnsAsEvenlyAsCanBe() {
    for (int most = 1; most <= 12; most++) {
      for (int n = 1; n <= 200; n++) {
        int tiles = 0;
        int widest = 0;
        int narrowest = most;
        for (int left = n; left > 0; ) {
          int columns = TileShape.share(left, most);
          widest = Math.max(widest, columns);
          narrowest = Math.min(narrowest, columns);
          left -= columns;
          tiles++;
        }
        assertThat(tiles).isEqualTo((n + most - 1) / most);
        assertThat(widest - narrowest).isLessThanOrEqualTo(1);
        assertThat(widest).isLessThanOrEqualTo(most);
      }
    }
  }

  @Test
  void everyTileOfAProductExists() {
    for (int m = 1; m <= 300; m++) {
      for (int n = 1; n <= 14; n++) {
        for (boolean packed : new boolean[] {false, true}) {
          int mr = TileShape.rows(m, n, packed);
          for (BOrder bOrder : BOrder.values()) {
            int columns = TileShape.share(n, TileShape.columns(mr, bOrder));
            for (int left = Math.min(m, mr); left > 0; ) {
              int rows = TileShape.tallest(left);
              MicroKernel kernel = TileShape.kernel(rows, columns);
              assertThat(kernel.rows).isEqualTo(rows);
              assertThat(kernel.columns).isEqualTo(columns);
              assertThat(rows - Math.min(rows, left)).isLessThan(Lanes.LENGTH);
              left -= rows;
            }
          }
        }
      }
    }
  }

  @Test
  void theFullTileHasTenTwelveTwentyOrTwentyFourAccumulators() {
    boolean wide = Lanes.REGISTERS == 32;
    assertThat(TileShape.FULL / Lanes.LENGTH).isEqualTo(wide ? 4 : 2);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.PACKED)).isEqualTo(6);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.ROWS)).isEqualTo(wide ? 6 : 5);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.COLUMNS)).isEqualTo(wide ? 5 : 6);
  }

  @Test
  void columnsThatShareASetOfL1AreFewerThanItsWays() {
    for (int rows = Lanes.LENGTH; rows <= TileShape.FULL; rows *= 2) {
      for (BOrder bOrder : BOrder.values()) {
        int columns = TileShape.columns(rows, bOrder);
        boolean fewer = Lanes.REGISTERS == 16 && bOrder == BOrder.COLUMNS;
        assertThat(TileShape.columns(rows, bOrder, 3_072))
            .isEqualTo(fewer ? Math.min(columns, 6) : columns);
        assertThat(TileShape.columns(rows, bOrder, 3_073)).isEqualTo(columns);
      }
    }
  }

  @Test
  void fewColumnsTakeTallerTiles() {
    assertThat(TileShape.rows(1_000, 1, false)).isEqualTo(8 * Lanes.LENGTH);
    assertThat(TileShape.rows(1_000, 1, true)).isLessThan(8 * Lanes.LENGTH);
  }
}
