package io.github.lanewise.bench;

import io.github.lanewise.network.Network;
import java.util.Optional;

/** Lanewise and one peer, predicting the same samples with the same network. */
record PredictDuel(PredictionLibrary lanewise, PredictionLibrary peer) implements Contest {

  public static void main(String[] args) {
    DuelChild.main(args, PredictDuel::open);
  }

  private static Contest open(String peer, int threads) {
    PredictionLibrary opened = PredictionProvider.named(peer).open(threads);
    return new PredictDuel(new LanewisePredictions(), opened);
  }

  @Override
  public String describePeer() {
    return peer.describe();
  }

  /** Lanewise predicts on the caller's thread. */
  @Override
  public int lanewiseThreads(int threads) {
    return 1;
  }

  @Override
  public Match match(String caseName) {
    PredictProblem problem = PredictProblem.parse(caseName);
    Network network = problem.network();
    float[] x = problem.samples();
    Prediction ours = lanewise.prediction(network, problem.batch(), x);
    Prediction theirs =
        Entrant.ofPeer(() -> peer.prediction(network, problem.batch(), x), ours::close);
    return new Predictions(problem, ours, theirs);
  }

  private record Predictions(PredictProblem problem, Prediction lanewise, Prediction peer)
      implements Match {

    @Override
    public double flops() {
      return problem.flops();
    }

    @Override
    public Optional<String> disagreement() {
      lanewise.run(1);
      peer.run(1);
      return problem.violation(lanewise.result(), peer.result());
    }

    @Override
    public void close() {
      lanewise.close();
      peer.close();
    }
  }
}
