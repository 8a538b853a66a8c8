package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DuelOptionsTest {

  private static final List<String> KNOWN = List.of("a", "b", "c");
  private static final List<String> USUAL = List.of("b", "c");

  @TempDir private Path directory;

  private static List<String> peers(String... named) {
    return PeerCommand.asked(List.of(named), KNOWN, USUAL);
  }

  @Test
  void asksTheUsualPeersUnlessToldOtherwise() {
    assertThat(peers()).containsExactly("b", "c");
    assertThat(peers("a")).containsExactly("a");
  }

  @Test
  void asksEachPeerOnce() {
    assertThat(peers("c", "a", "c")).containsExactly("c", "a");
    assertThat(peers("b", "all")).containsExactly("b", "a", "c");
  }

  @Test
  void readsListsOfPeers() {
    assertThat(peers("c,a", "b")).containsExactly("c", "a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,", ",a", "a,,b"})
  void rejectsPeersWithoutAName(String named) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> peers(named))
        .withMessage("--peer must be some of a, b, c or all, got an empty name");
  }

  @Test
  void rejectsPeersThatAreNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> peers("d"))
        .withMessage("--peer must be some of a, b, c or all, got d");
  }

  @Test
  void leavesNothingWhereResultsCanBeWritten() {
    Path json = directory.resolve("new.json");
    check(json);
    assertThat(json).doesNotExist();
  }

  @Test
  void keepsAFileThatResultsWillReplace() throws IOException {
    Path json = Files.writeString(directory.resolve("old.json"), "[]");
    check(json);
    assertThat(json).hasContent("[]");
  }

  @Test
  void rejectsFilesThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    for (Path json :
        List.of(directory, directory.resolve("missing/x.json"), file.resolve("x.json"))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> check(json))
          .withMessage("--json must be a file that can be written, got " + json);
    }
  }

  private static void check(Path json) {
    CommandLine.populateCommand(new DuelOptions(), "--json", json.toString()).check();
  }
}
