package io.github.lanewise.bench;

import java.util.Optional;
import java.util.function.Supplier;

/** Lanewise and one peer, training the same network on the same batch. */
record TrainDuel(TrainLibrary lanewise, TrainLibrary peer) implements Contest {

  private static final int CHECKED_STEPS = 20;
  private static final double LOSS_TOLERANCE = 1e-4;

  /** So small that the last of a million measured steps is like the first. */
  static final float MEASURED_RATE = 1e-9f;

  public static void main(String[] args) {
    DuelChild.main(args, TrainDuel::open);
  }

  private static Contest open(String peer, int threads) {
    TrainLibrary opened = PeerProvider.named(peer, TrainProvider.peers()).open(threads);
    return new TrainDuel(new LanewiseTrain(threads), opened);
  }

  @Override
  public String describePeer() {
    return peer.describe();
  }

  @Override
  public Match match(String caseName) {
    TrainProblem problem = TrainProblem.parse(caseName);
    Training ours = lanewise.start(problem, MEASURED_RATE);
    Training theirs = Entrant.ofPeer(() -> peer.start(problem, MEASURED_RATE), ours::close);
    return new Trainings(problem.flops(), ours, theirs, () -> disagreement(problem));
  }

  /** Compares the losses of the first steps at a usual learning rate, from the same weights. */
  private Optional<String> disagreement(TrainProblem problem) {
    float rate = problem.method().usualRate();
    try (Training ours = lanewise.start(problem, rate);
        Training theirs = peer.start(problem, rate)) {
      for (int step = 1; step <= CHECKED_STEPS; step++) {
        float ourLoss = ours.step();
        float theirLoss = theirs.step();
        double apart = Math.abs((double) ourLoss - theirLoss);
        if (!(apart <= LOSS_TOLERANCE)) { // NaN too
          return Optional.of(
              "the loss of step %d is %s in Lanewise and %s in the peer, more than %.0e apart"
                  .formatted(step, ourLoss, theirLoss, LOSS_TOLERANCE));
        }
      }
      return Optional.empty();
    }
  }

  private record Trainings(
      double flops, Training lanewise, Training peer, Supplier<Optional<String>> check)
      implements Match {

    @Override
    public Optional<String> disagreement() {
      return check.get();
    }

    @Override
    public void close() {
      lanewise.close();
      peer.close();
    }
  }
}
