package io.github.lanewise.bench;

import io.github.lanewise.kernels.Transpose;
import io.github.lanewise.kernels.internal.GemmPartition;

/**
 * Prints how products are cut for teams of several sizes, as the planner of the kernels cuts them.
 * Nothing is measured: the table is the same on every machine.
 */
public final class PartitionTable {

  // The planner's parameters where vectors have 512 bits.
  private static final int LANES = 16;
  private static final int MR = 32;
  private static final int NR = 12;

  private static final int NAME_WIDTH = 17;
  private static final int[] TEAMS = {1, 2, 8, 32, 64};

  private PartitionTable() {}

  public static void main(String[] args) {
    System.out.print(format());
  }

  static GemmPartition partition() {
    return GemmPartition.of(LANES, MR, NR);
  }

  static String format() {
    StringBuilder table = new StringBuilder(" ".repeat(NAME_WIDTH));
    for (int team : TEAMS) {
      table.append("%18s".formatted(team == 1 ? "1 worker" : team + " workers"));
    }
    table.append('\n');
    GemmPartition partition = partition();
    for (GemmProblem problem : GemmGrid.problems()) {
      boolean aTransposed = problem.transposes().a() == Transpose.YES;
      table.append(problem).append(" ".repeat(NAME_WIDTH - problem.toString().length()));
      for (int team : TEAMS) {
        partition.plan(aTransposed, problem.m(), problem.n(), problem.k(), team);
        table.append(cell(partition));
      }
      table.append('\n');
    }
    return table.toString();
  }

  /** Row blocks x column blocks, largest over mean time, KiB moved by a core. */
  private static String cell(GemmPartition partition) {
    return "%7s %4.2f %5d"
        .formatted(
            partition.rowBlocks() + "x" + partition.columnBlocks(),
            partition.imbalance(),
            Math.ceilDiv(partition.bytesPerCore(), 1L << 10));
  }
}
