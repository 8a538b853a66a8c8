package io.github.lanewise.kernels.internal;

/**
 * How C is cut for a team of workers: into a grid of row blocks x column blocks, one for each
 * worker that takes part; k is never cut.
 *
 * <pre>
 *            columns of C
 *         | 0 | 2 | 4 | ...       rows: whole vectors, evenly
 *   rows  |---|---|---|           columns: evenly; a tile of fewer than NR columns costs what it
 *         | 1 | 3 | 5 |                    holds, idle workers cost more
 * </pre>
 *
 * Of all grids the one is taken whose largest block takes the least time, estimated in
 * multiply-adds of one lane, as many as a core does in that time. A product that would save less
 * than a grain of them stays with the caller.
 *
 * <p>Integer arithmetic that needs no Vector API, so the tables of docs/performance.md can be
 * computed for any vector width on any machine. One thread at a time plans; the last plan is kept
 * and may be read by many.
 */
public final class GemmPartition {

  /**
   * What sharing has to save: 2.3 us of a core that does 108 GFLOP/s. A dispatch takes 0.2 to 0.7
   * us, by how far apart the cores are, and then the operands have to come: 10x256x32 NT, which
   * could save 2 us by this count, gains nothing.
   */
  private static final long GRAIN = 160 << 10;

  /**
   * Multiply-adds in the time that an element takes to come from L3 or to be written there, 0.1 ns;
   * transposing it while packing takes as long again.
   */
  private static final int MOVE = 8;

  /**
   * Multiply-adds in the time that a cache line which ends one block and begins the next takes to
   * pass from core to core: 60 ns for each column where rows are cut.
   */
  private static final int SHARED_LINE = 4_000;

  private final int lanes;
  private final int tileVectors;
  private final int tileColumns;
  private final long grain;
  private final int sharedLine;

  private int m;
  private int n;
  private int k;
  private boolean aTransposed;
  private int team = 1;
  private int rowBlocks = 1;
  private int columnBlocks = 1;

  /**
   * A planner for register tiles of {@code mr x nr}.
   *
   * @param lanes floats in a vector
   * @param grain multiply-adds that a plan must save
   * @param sharedLine multiply-adds that a cache line costs which two blocks share
   */
  public GemmPartition(int lanes, int mr, int nr, long grain, int sharedLine) {
    this.lanes = lanes;
    this.tileVectors = mr / lanes;
    this.tileColumns = nr;
    this.grain = grain;
    this.sharedLine = sharedLine;
  }

  /** A planner with the costs measured. */
  public static GemmPartition of(int lanes, int mr, int nr) {
    return new GemmPartition(lanes, mr, nr, GRAIN, SHARED_LINE);
  }

  /** A planner for the path that this JVM runs. */
  public static GemmPartition ofThisJvm() {
    return Simd.vector()
        ? of(Lanes.LENGTH, TileShape.FULL, TileShape.columns(TileShape.FULL, BOrder.PACKED_ROWS))
        : of(1, 1, 1);
  }

  /**
   * Plans the product of an m x k and a k x n matrix for at most {@code team} workers and returns
   * how many take part; 1 for a product that is better not shared.
   */
  public int plan(boolean aTransposed, int m, int n, int k, int team) {
    boolean planned =
        m == this.m
            && n == this.n
            && k == this.k
            && aTransposed == this.aTransposed
            && team == this.team;
    if (!planned) {
      this.m = m;
      this.n = n;
      this.k = k;
      this.aTransposed = aTransposed;
      this.team = team;
      choose();
    }
    return workers();
  }

  private void choose() {
    rowBlocks = 1;
    columnBlocks = 1;
    long alone = cost(m, n);
    // No worker gets less than a grain.
    int most = grain == 0 ? team : (int) Math.min(team, alone / grain);
    long least = alone - grain;
    int vectors = Math.ceilDiv(m, lanes);
    for (int rows = 1; rows <= Math.min(most, vectors); rows++) {
      int columns = Math.min(most / rows, n);
      if (columns > 0) {
        int blockVectors = Math.ceilDiv(vectors, rows);
        int blockColumns = Math.ceilDiv(n, columns);
        long cost = cost((int) Math.min(m, (long) blockVectors * lanes), blockColumns);
        if (cost < least) {
          least = cost;
          // As few workers as have blocks no larger.
          rowBlocks = Math.ceilDiv(vectors, blockVectors);
          columnBlocks = Math.ceilDiv(n, blockColumns);
        }
      }
    }
  }

  /**
   * Time of a block: its multiply-adds, in whole vectors; beside them, two at a time, the loads of
   * the vectors of A and of the elements of B, which narrow and low tiles use less often; moving
   * its operands; and what it shares with the blocks above and below it.
   */
  private long cost(int rows, int columns) {
    long vectors = Math.ceilDiv(rows, lanes);
    long loads =
        vectors * Math.ceilDiv(columns, tileColumns)
            + (long) columns * Math.ceilDiv((int) vectors, tileVectors);
    long step = vectors * columns + loads / 2;
    long transposed = aTransposed ? (long) rows * k : 0;
    long shared = rows < m ? (long) columns * sharedLine : 0;
    return step * lanes * k + MOVE * (elements(rows, columns) + transposed) + shared;
  }

  /** Elements of A and B that a block needs, and of C that it writes. */
  private long elements(long rows, long columns) {
    return rows * k + k * columns + rows * columns;
  }

  /** Workers that take part, one for each block. */
  public int workers() {
    return rowBlocks * columnBlocks;
  }

  /** Blocks down the rows of C. */
  public int rowBlocks() {
    return rowBlocks;
  }

  /** Blocks across the columns of C. */
  public int columnBlocks() {
    return columnBlocks;
  }

  /** The first row of a worker's block. */
  public int firstRow(int worker) {
    return rowBound(worker % rowBlocks);
  }

  /** Rows of a worker's block. */
  public int rows(int worker) {
    return rowBound(worker % rowBlocks + 1) - firstRow(worker);
  }

  /** The first column of a worker's block. */
  public int firstColumn(int worker) {
    return columnBound(worker / rowBlocks);
  }

  /** Columns of a worker's block. */
  public int columns(int worker) {
    return columnBound(worker / rowBlocks + 1) - firstColumn(worker);
  }

  private int rowBound(int block) {
    return (int) Math.min(m, (long) Math.ceilDiv(m, lanes) * block / rowBlocks * lanes);
  }

  private int columnBound(int block) {
    return (int) ((long) n * block / columnBlocks);
  }

  /** The largest estimated time of a worker that takes part, over the mean of them. */
  public double imbalance() {
    long largest = 0;
    long sum = 0;
    for (int worker = 0; worker < workers(); worker++) {
      long cost = cost(rows(worker), columns(worker));
      largest = Math.max(largest, cost);
      sum += cost;
    }
    return sum == 0 ? 1 : (double) largest * workers() / sum;
  }

  /**
   * The most bytes that a core moves: its share of A and B read once, its block of C written once.
   */
  public long bytesPerCore() {
    long largest = 0;
    for (int worker = 0; worker < workers(); worker++) {
      largest = Math.max(largest, elements(rows(worker), columns(worker)));
    }
    return largest * Float.BYTES;
  }
}
