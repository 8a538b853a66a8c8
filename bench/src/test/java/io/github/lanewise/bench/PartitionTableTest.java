package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void isTheTableOfTheDocs() throws IOException {
    String docs = Files.readString(Path.of("..", "docs", "performance.md"));
    assertThat(docs).contains(PartitionTable.format().indent(4));
  }
}
