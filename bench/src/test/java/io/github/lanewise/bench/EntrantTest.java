package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a peer fails nothing stays open. */
class EntrantTest {

  private final List<String> closed = new ArrayList<>();

  /** A peer of which only the first run may fail. */
  private record Peer(Runnable run, Runnable onClose) implements Entrant {

    @Override
    public void run(int times) {
      run.run();
    }

    @Override
    public void close() {
      onClose.run();
    }
  }

  private Peer setUp(Runnable run) {
    return Entrant.ofPeer(
        () -> new Peer(run, () -> closed.add("peer")), () -> closed.add("lanewise"));
  }

  @Test
  void staysOpenWhereItRuns() {
    List<String> runs = new ArrayList<>();
    setUp(() -> runs.add("once"));
    assertThat(runs).containsExactly("once");
    assertThat(closed).isEmpty();
  }

  @Test
  void closesAllWhereThePeerDoesNotRun() {
    assertThatThrownBy(() ->
            setUp(() -> {
              throw new IllegalStateException("unsupported shape");
            }))
        .isInstanceOf(PeerRefusal.class)
        .hasMessage("unsupported shape");
    assertThat(closed).containsExactly("peer", "lanewise");
  }

  @Test
  void closesTheOtherWhereThePeerCannotBeSetUp() {
    assertThatThrownBy(() ->
            Entrant.ofPeer(
                () -> {
                  throw new IllegalStateException();
                },
                () -> closed.add("lanewise")))
        .isInstanceOf(PeerRefusal.class)
        .hasMessage("java.lang.IllegalStateException");
    assertThat(closed).containsExactly("lanewise");
  }

  @Test
  void closesAllWhereThePeerIsBroken() {
    assertThatThrownBy(() ->
            setUp(() -> {
              throw new NoClassDefFoundError("x");
            }))
        .isInstanceOf(NoClassDefFoundError.class);
    assertThat(closed).containsExactly("peer", "lanewise");
  }
}
