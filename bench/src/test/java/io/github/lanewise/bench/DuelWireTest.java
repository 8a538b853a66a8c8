package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuelWireTest {

  private final List<String> heard = new ArrayList<>();

  private final DuelListener listener =
      new DuelListener() {
        @Override
        public void sheet(String line) {
          heard.add("sheet " + line);
        }

        @Override
        public void opened(String description) {
          heard.add("opened " + description);
        }

        @Override
        public void missing(String reason) {
          heard.add("missing " + reason);
        }

        @Override
        public void measured(String caseName, PairedTiming timing, PairedTiming ceiling) {
          heard.add("measured " + caseName + " " + timing.format() + ", " + ceiling.format());
        }

        @Override
        public void wrong(String caseName, String problem) {
          heard.add("wrong " + caseName + " " + problem);
        }

        @Override
        public void refused(String caseName, String reason) {
          heard.add("refused " + caseName + " " + reason);
        }
      };

  @Test
  void carriesEveryEvent() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DuelWire child = new DuelWire(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    child.sheet("CPU  x");
    child.opened("OpenBLAS");
    child.missing("two\nlines\tand a tab");
    child.measured(
        "NN 1x1x1",
        PairedTiming.of(new double[] {3, 4}, new double[] {1, 2}),
        PairedTiming.of(new double[] {3, 4}, new double[] {9, 9}));
    child.wrong("NN 1x1x1", "C[0, 0]");
    child.refused("NN 2x2x2", "too small");
    bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> assertThat(DuelWire.receive(line, listener)).isTrue());
    assertThat(heard)
        .containsExactly(
            "sheet CPU  x",
            "opened OpenBLAS",
            "missing two lines and a tab",
            "measured NN 1x1x1 3.0 1.0 4.0 2.0, 3.0 9.0 4.0 9.0",
            "wrong NN 1x1x1 C[0, 0]",
            "refused NN 2x2x2 too small");
  }

  @Test
  void leavesWhatALibraryPrintsAlone() {
    assertThat(DuelWire.receive("OMP: warning", listener)).isFalse();
    assertThat(DuelWire.receive("", listener)).isFalse();
    assertThat(heard).isEmpty();
  }

  @Test
  void stopsWhenNobodyReads() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    DuelWire child = new DuelWire(new PrintStream(broken, true, StandardCharsets.UTF_8));
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> child.sheet("CPU"))
        .withMessageContaining("nobody reads");
  }
}
