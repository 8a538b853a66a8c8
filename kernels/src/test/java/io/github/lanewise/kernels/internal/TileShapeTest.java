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
          for (BOrder bOrder : BOrder.values()) {
            int mr = TileShape.rows(m, n, packed, bOrder);
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
  void theFullTileFillsTheRegisters() {
    boolean wide = Lanes.REGISTERS == 32;
    assertThat(TileShape.FULL).isEqualTo(2 * Lanes.LENGTH);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.PACKED_ROWS)).isEqualTo(wide ? 12 : 6);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.PACKED_COLUMNS)).isEqualTo(wide ? 12 : 6);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.ROWS)).isEqualTo(wide ? 12 : 5);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.COLUMNS)).isEqualTo(wide ? 8 : 6);
  }

  @Test
  void operandsInPlaceAreReadInTilesOfFourVectorsWith32Registers() {
    boolean wide = Lanes.REGISTERS == 32;
    int rows = TileShape.rows(1_000, 100, false, BOrder.COLUMNS);
    assertThat(rows).isEqualTo((wide ? 4 : 2) * Lanes.LENGTH);
    assertThat(TileShape.rows(1_000, 100, true, BOrder.COLUMNS)).isEqualTo(rows);
    assertThat(TileShape.columns(rows, BOrder.PACKED_COLUMNS)).isEqualTo(6);
    assertThat(TileShape.columns(rows, BOrder.COLUMNS)).isEqualTo(6);
  }

  @Test
  void columnsInPlaceAreNoMoreThanHaveAnAddressEach() {
    assertThat(TileShape.columns(Lanes.LENGTH, BOrder.PACKED_COLUMNS)).isEqualTo(12);
    assertThat(TileShape.columns(Lanes.LENGTH, BOrder.COLUMNS)).isEqualTo(8);
  }

  @Test
  void columnsThatShareASetOfL1AreFewerThanItsWays() {
    for (int rows = Lanes.LENGTH; rows <= 4 * Lanes.LENGTH; rows *= 2) {
      for (BOrder bOrder : BOrder.values()) {
        int columns = TileShape.columns(rows, bOrder);
        boolean fewer = Lanes.REGISTERS == 16 && bOrder == BOrder.COLUMNS;
        assertThat(TileShape.columns(rows, bOrder, 3_072, false))
            .isEqualTo(fewer ? Math.min(columns, 6) : columns);
        assertThat(TileShape.columns(rows, bOrder, 3_073, false)).isEqualTo(columns);
      }
    }
  }

  @Test
  void columnsInPlaceAreFewerWhereTheChainsDoNotStartFromZero() {
    int rows = 4 * Lanes.LENGTH;
    assertThat(TileShape.columns(rows, BOrder.COLUMNS, 100, true))
        .isEqualTo(Lanes.REGISTERS == 32 ? 5 : TileShape.columns(rows, BOrder.COLUMNS));
    assertThat(TileShape.columns(rows, BOrder.ROWS, 100, true))
        .isEqualTo(TileShape.columns(rows, BOrder.ROWS));
    assertThat(TileShape.columns(TileShape.FULL, BOrder.COLUMNS, 100, true))
        .isEqualTo(TileShape.columns(TileShape.FULL, BOrder.COLUMNS));
  }

  @Test
  void fewColumnsTakeTallerTiles() {
    assertThat(TileShape.rows(1_000, 1, false, BOrder.COLUMNS)).isEqualTo(8 * Lanes.LENGTH);
    assertThat(TileShape.rows(1_000, 1, true, BOrder.COLUMNS)).isLessThan(8 * Lanes.LENGTH);
  }
}
