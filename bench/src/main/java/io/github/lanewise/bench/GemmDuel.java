package io.github.lanewise.bench;

import java.util.Optional;

/** Lanewise and one peer, multiplying the same matrices. */
record GemmDuel(GemmLibrary lanewise, GemmLibrary peer) implements Contest {

  public static void main(String[] args) {
    DuelChild.main(args, GemmDuel::open);
  }

  private static Contest open(String peer, int threads) {
    GemmLibrary opened = GemmProvider.named(peer).open(threads);
    return new GemmDuel(LanewiseGemm.PROVIDER.open(threads), opened);
  }

  @Override
  public String describePeer() {
    return peer.describe();
  }

  @Override
  public Match match(String caseName) {
    GemmProblem problem = GemmProblem.parse(caseName);
    float[] a = problem.randomA();
    float[] b = problem.randomB();
    RoundingBound bound = new RoundingBound(problem, a, b);
    GemmProduct ours = lanewise.product(problem, a, b);
    GemmProduct theirs = Entrant.ofPeer(() -> peer.product(problem, a, b), ours::close);
    return new Products(problem.shape().flops(), ours, theirs, bound);
  }

  private record Products(double flops, GemmProduct lanewise, GemmProduct peer, RoundingBound bound)
      implements Match {

    @Override
    public Optional<String> disagreement() {
      lanewise.run(1);
      peer.run(1);
      return bound.violation(lanewise.result(), peer.result());
    }

    @Override
    public void close() {
      lanewise.close();
      peer.close();
    }
  }
}
