package io.github.lanewise.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the child JVM of a duel does: Lanewise and one peer take turns in it, case by case. A native
 * library is set up by the environment of its process, and two of them in one would get into each
 * other's way.
 */
final class DuelChild {

  private static final String FULL = "full";
  private static final String QUICK = "quick";

  private final Contest contest;
  private final Effort effort;
  private final Side ceiling;

  DuelChild(Contest contest, int threads, Effort effort) {
    this.contest = contest;
    this.effort = effort;
    ceiling = new Ceiling(contest.lanewiseThreads(threads));
  }

  /** Loads Lanewise and a peer. */
  @FunctionalInterface
  interface Opening {

    /**
     * Loads both.
     *
     * @throws UnsupportedOperationException if the peer cannot be loaded; the message says why
     */
    Contest open(String peer, int threads);
  }

  /** What {@link #main} is to be told. */
  static List<String> arguments(String peer, int threads, boolean quick, List<DuelCase> cases) {
    return Stream.concat(
            Stream.of(peer, Integer.toString(threads), quick ? QUICK : FULL),
            cases.stream().map(DuelCase::name))
        .toList();
  }

  /** The main method of a child; reports on standard output. */
  static void main(String[] args, Opening opening) {
    DuelListener parent = new DuelWire(System.out);
    MachineSheet.describe().lines().forEach(parent::sheet);
    int threads = Integer.parseInt(args[1]);
    Contest contest;
    try {
      contest = opening.open(args[0], threads);
      Kernels.requireUsable(); // also beside what the peer has loaded
    } catch (UnsupportedOperationException e) {
      parent.missing(String.valueOf(e.getMessage()));
      return;
    }
    parent.opened(contest.describePeer());
    Effort effort = args[2].equals(QUICK) ? Effort.QUICK : Effort.DUEL;
    DuelChild child = new DuelChild(contest, threads, effort);
    List<String> cases = Stream.of(args).skip(3).toList();
    cases.forEach(child::warmUp);
    cases.forEach(name -> child.run(name, parent));
  }

  /**
   * Compiles what a case needs. The cases share kernels: only when all have been run once, none of
   * them makes the JVM throw away what it has compiled, or compile it later, for another.
   */
  private void warmUp(String name) {
    try (Match match = contest.match(name)) {
      side(match, match.lanewise()).prepare();
      side(match, match.peer()).prepare();
    } catch (PeerRefusal | OutOfMemoryError _) {
      // told when it is the case's turn
    }
  }

  /** Checks the results against each other, measures both sides, and checks them again. */
  void run(String name, DuelListener listener) {
    try (Match match = contest.match(name)) {
      Optional<String> disagreement = match.disagreement();
      if (disagreement.isPresent()) {
        listener.wrong(name, disagreement.get());
        return;
      }
      System.gc(); // what earlier cases left would be marked beside the measurements
      double[][] rates =
          Pairing.inTurn(
              effort.pairs(), side(match, match.lanewise()), side(match, match.peer()), ceiling);
      match
          .disagreement() // now from compiled code
          .ifPresentOrElse(
              wrong -> listener.wrong(name, wrong),
              () ->
                  listener.measured(
                      name,
                      PairedTiming.of(rates[0], rates[1]),
                      PairedTiming.of(rates[0], rates[2])));
    } catch (PeerRefusal e) {
      listener.refused(name, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      listener.refused(
          name,
          "out of memory (%s), the heap is at most %d MB: LANEWISE_JVM_OPTIONS=-Xmx for more"
              .formatted(e.getMessage(), Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private Side side(Match match, Repeated call) {
    return new TimedSide(match.flops(), call, effort);
  }
}
