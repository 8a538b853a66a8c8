package io.github.lanewise.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every product can be cut into tiles that exist and fit the registers. */
class TileShapeTest {

  private static final boolean WIDE = Lanes.REGISTERS == 32;

  /** Vectors of the tile where an operand is read in place. */
  private static final int IN_PLACE = WIDE ? 4 : 2;

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
    assertThat(TileShape.FULL).isEqualTo(2 * Lanes.LENGTH);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.PACKED_ROWS)).isEqualTo(WIDE ? 12 : 6);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.PACKED_COLUMNS)).isEqualTo(WIDE ? 12 : 6);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.ROWS)).isEqualTo(WIDE ? 12 : 5);
    assertThat(TileShape.columns(TileShape.FULL, BOrder.COLUMNS)).isEqualTo(WIDE ? 8 : 6);
  }

  @Test
  void operandsInPlaceAreReadInTilesOfFourVectorsWith32Registers() {
    int rows = TileShape.rows(1_000, 100, false, BOrder.COLUMNS);
    assertThat(rows).isEqualTo((WIDE ? 4 : 2) * Lanes.LENGTH);
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
    for (int rows = Lanes.LENGTH; rows <= 4 * Lanes.LENGTH; rows += Lanes.LENGTH) {
      for (BOrder bOrder : BOrder.values()) {
        int columns = TileShape.columns(rows, bOrder);
        boolean fewer = Lanes.REGISTERS == 16 && bOrder == BOrder.COLUMNS;
        assertThat(TileShape.columns(rows, bOrder, 100, 3_072, false))
            .isEqualTo(fewer ? Math.min(columns, 6) : columns);
        assertThat(TileShape.columns(rows, bOrder, 100, 3_073, false)).isEqualTo(columns);
      }
    }
  }

  @Test
  void columnsInPlaceAreFewerWhereTheChainsDoNotStartFromZero() {
    int rows = 4 * Lanes.LENGTH;
    int most = TileShape.columns(rows, BOrder.COLUMNS);
    assertThat(TileShape.columns(rows, BOrder.COLUMNS, 2 * most + 1, 100, true))
        .isEqualTo(Math.min(most, 5));
    assertThat(TileShape.columns(rows, BOrder.COLUMNS, 2 * most, 100, true)).isEqualTo(most);
    assertThat(TileShape.columns(rows, BOrder.COLUMNS, 2 * most + 1, 100, false)).isEqualTo(most);
    assertThat(TileShape.columns(rows, BOrder.ROWS, 100, 100, true))
        .isEqualTo(TileShape.columns(rows, BOrder.ROWS));
    assertThat(TileShape.columns(TileShape.FULL, BOrder.COLUMNS, 100, 100, true))
        .isEqualTo(TileShape.columns(TileShape.FULL, BOrder.COLUMNS));
  }

  @Test
  void threeVectorsAreOneTileWith32Registers() {
    int three = 3 * Lanes.LENGTH;
    assertThat(TileShape.tallest(three)).isEqualTo(WIDE ? three : 2 * Lanes.LENGTH);
    assertThat(TileShape.tallest(three + 1)).isEqualTo(4 * Lanes.LENGTH);
    assertThat(TileShape.tallest(2 * Lanes.LENGTH + 1)).isEqualTo(TileShape.tallest(three));
    assertThat(MicroKernels.widest(3)).isEqualTo(WIDE ? 8 : 0);
  }

  @Test
  void sevenAndEightColumnsInPlaceTakeTilesOfThreeVectors() {
    assertThat(vectors(15, 8)).isEqualTo(WIDE ? 3 : 2);
    assertThat(vectors(15, 7)).isEqualTo(WIDE ? 3 : 2);
    assertThat(vectors(15, 6)).isEqualTo(IN_PLACE);
    assertThat(vectors(15, 9)).isEqualTo(IN_PLACE);
    // A last tile of one vector is worth it in the fourth round only.
    assertThat(vectors(10, 8)).isEqualTo(IN_PLACE);
    assertThat(vectors(13, 8)).isEqualTo(WIDE ? 3 : 2);
    assertThat(TileShape.rows(15 * Lanes.LENGTH, 8, false, BOrder.ROWS))
        .isEqualTo(IN_PLACE * Lanes.LENGTH);
    assertThat(TileShape.rows(15 * Lanes.LENGTH, 8, true, BOrder.COLUMNS))
        .isEqualTo(IN_PLACE * Lanes.LENGTH);
  }

  @Test
  void sixVectorsAreTwoTilesOfThree() {
    assertThat(vectors(6, 100)).isEqualTo(WIDE ? 3 : 2);
    assertThat(vectors(5, 100)).isEqualTo(IN_PLACE);
    assertThat(vectors(7, 100)).isEqualTo(IN_PLACE);
  }

  private static int vectors(int vectorsOfA, int n) {
    return TileShape.rows(vectorsOfA * Lanes.LENGTH, n, false, BOrder.COLUMNS) / Lanes.LENGTH;
  }

  @Test
  void fewColumnsTakeTallerTiles() {
    assertThat(TileShape.rows(1_000, 1, false, BOrder.COLUMNS)).isEqualTo(8 * Lanes.LENGTH);
    assertThat(TileShape.rows(1_000, 1, true, BOrder.COLUMNS)).isLessThan(8 * Lanes.LENGTH);
  }
}
