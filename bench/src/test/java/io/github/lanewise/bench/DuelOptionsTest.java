package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DuelOptionsTest {

  private static final List<String> KNOWN = List.of("a", "b", "c");
  private static final List<String> USUAL = List.of("b", "c");

  private static List<String> peers(String... arguments) {
    return CommandLine.populateCommand(new DuelOptions(), arguments).check(KNOWN, USUAL);
  }

  @Test
  void asksTheUsualPeersUnlessToldOtherwise() {
    assertThat(peers()).containsExactly("b", "c");
    assertThat(peers("--peer", "a")).containsExactly("a");
  }

  @Test
  void asksEachPeerOnce() {
    assertThat(peers("--peer", "c,a,c")).containsExactly("c", "a");
    assertThat(peers("--peer", "b", "--peer", "all")).containsExactly("b", "a", "c");
  }

  @Test
  void rejectsPeersThatAreNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> peers("--peer", "d"))
        .withMessage("--peer must be some of a, b, c or all, got d");
  }
}
