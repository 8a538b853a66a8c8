package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.kernels.Transpose;
import io.github.lanewise.kernels.internal.GemmPartition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PartitionTableTest {

  @Test
  void hasARowForEachProduct() {
    assertThat(GemmGrid.problems()).hasSize(137).doesNotHaveDuplicates();
    assertThat(PartitionTable.format().lines()).hasSize(1 + 137);
  }

  /** Where vectors have 512 bits; elsewhere the table is of another machine. */
  @Test
  void isCutAsTheKernelsCut() {
    assumeThat(Lanewise.describe()).contains("512-bit");
    GemmPartition tables = PartitionTable.partition();
    GemmPartition kernels = GemmPartition.ofThisJvm();
    for (GemmProblem problem : GemmGrid.problems()) {
      boolean aTransposed = problem.transposes().a() == Transpose.YES;
      tables.plan(aTransposed, problem.m(), problem.n(), problem.k(), 8);
      kernels.plan(aTransposed, problem.m(), problem.n(), problem.k(), 8);
      assertThat(tables.rowBlocks()).isEqualTo(kernels.rowBlocks());
      assertThat(tables.columnBlocks()).isEqualTo(kernels.columnBlocks());
      assertThat(tables.imbalance()).isEqualTo(kernels.imbalance());
    }
  }

  @Test
  void isTheTableOfTheDocs() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "performance.md"));
    assertThat(docs).contains(PartitionTable.format().indent(4));
  }
}
