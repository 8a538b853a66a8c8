package io.github.lanewise.bench;

import io.github.lanewise.network.Network;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latencies of Lanewise and of peers for one network, in turn in this JVM, each loaded with a
 * part of what it can do. Calls that hiccups of the machine held up are told apart where {@link
 * OpenLoop} sees it: on the thread that is measured, in its own turn. In turn with them nothing is
 * called, when Lanewise would be: what is late then is late because of the machine and the JVM, not
 * of a library, and what is late there and not marked shows what that misses.
 */
final class LatencyDuel implements AutoCloseable {

  private static final String LANEWISE = "Lanewise";
  private static final String IDLE = "idle";
  private static final int SATURATION_TURNS = 15;
  private static final long WARM_UP_NANOS = 100_000_000;
  private static final long LONGEST_TURN_NANOS = 500_000_000;

  private final PredictProblem problem;
  private final Arrivals.Gaps gaps;
  private final PrintStream out;
  private final Prediction lanewise;
  private final Map<String, Prediction> peers = new LinkedHashMap<>();
  private final List<LatencySide> sides = new ArrayList<>();

  /**
   * Sets all up.
   *
   * @throws PeerRefusal if a peer can't do the problem
   */
  LatencyDuel(
      PredictProblem problem,
      Map<String, PredictionLibrary> libraries,
      Arrivals.Gaps gaps,
      PrintStream out) {
    this.problem = problem;
    this.gaps = gaps;
    this.out = out;
    Network network = problem.network();
    float[] x = problem.samples();
    lanewise = new LanewisePredictions().prediction(network, problem.batch(), x);
    libraries.forEach((name, library) ->
        peers.put(
            name,
            Entrant.ofPeer(() -> library.prediction(network, problem.batch(), x), this::close)));
    sides.add(new LatencySide(LANEWISE, lanewise));
    peers.forEach((name, prediction) -> sides.add(new LatencySide(name, prediction)));
    sides.add(new LatencySide(IDLE, times -> {}));
  }

  /** Runs all once, and says where the outputs of a peer are not Lanewise's, if they are not. */
  Optional<String> violation() {
    lanewise.run(1);
    peers.values().forEach(peer -> peer.run(1));
    return peers.entrySet().stream()
        .flatMap(peer ->
            problem.violation(lanewise.result(), peer.getValue().result()).stream()
                .map(violation -> peer.getKey() + ": " + violation))
        .findFirst();
  }

  /**
   * Measures and prints.
   *
   * @param loads in percent of the rate at which each library saturates
   * @param nanos how long each is measured at each load
   */
  void run(List<Integer> loads, long nanos) {
    sides.forEach(LatencySide::prepare); // all before the first is measured: they share the loop
    double[][] rates = Pairing.inTurn(SATURATION_TURNS, sides.toArray(LatencySide[]::new));
    for (int side = 0; side < sides.size(); side++) {
      sides.get(side).saturatesAt(PairedTiming.median(rates[side]));
    }
    sides.getLast().saturatesAt(PairedTiming.median(rates[0])); // idle, as if Lanewise were called
    out.println();
    out.println(problem.layers().text());
    out.println(LatencySide.header());
    loads.forEach(load -> run(load, nanos));
  }

  private void run(int load, long nanos) {
    do {
      takeTurns(load, 0, WARM_UP_NANOS);
    } while (Jvm.THIS.isCompiling());
    sides.forEach(LatencySide::reset);
    System.gc(); // what was left would be marked beside the measurements
    long turns = Math.ceilDiv(nanos, LONGEST_TURN_NANOS);
    for (long turn = 0; turn < turns; turn++) {
      takeTurns(load, turn, nanos / turns);
    }
    sides.forEach(side -> out.println(side.row(load)));
    out.flush();
  }

  /** Gives each side one turn; their gaps are the same, but for the rates. */
  private void takeTurns(int load, long seed, long nanos) {
    sides.forEach(side -> side.run(load, gaps, seed, nanos));
  }

  @Override
  public void close() {
    lanewise.close();
    peers.values().forEach(Prediction::close);
  }
}
