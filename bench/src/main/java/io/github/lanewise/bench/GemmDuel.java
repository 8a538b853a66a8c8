package io.github.lanewise.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lanewise and one peer, multiplying the same matrices in turn in this JVM. Its main method is that
 * of the child JVMs: a native library is set up by the environment of its process, and two of them
 * in one would get into each other's way.
 */
final class GemmDuel {

  private static final String FULL = "full";
  private static final String QUICK = "quick";

  private final GemmLibrary lanewise;
  private final GemmLibrary peer;
  private final Effort effort;
  private final Side ceiling;

  GemmDuel(GemmLibrary lanewise, GemmLibrary peer, int threads, Effort effort) {
    this.lanewise = lanewise;
    this.peer = peer;
    this.effort = effort;
    ceiling = new Ceiling(threads);
  }

  /** What {@link #main} is to be told. */
  static List<String> arguments(String peer, int threads, boolean quick, List<DuelCase> cases) {
    return Stream.concat(
            Stream.of(peer, Integer.toString(threads), quick ? QUICK : FULL),
            cases.stream().map(DuelCase::name))
        .toList();
  }

  public static void main(String[] args) {
    DuelListener parent = new DuelWire(System.out);
    MachineSheet.describe().lines().forEach(parent::sheet);
    int threads = Integer.parseInt(args[1]);
    GemmLibrary peer;
    try {
      peer = GemmProvider.named(args[0]).open(threads);
    } catch (UnsupportedOperationException e) {
      parent.missing(String.valueOf(e.getMessage()));
      return;
    }
    parent.opened(peer.describe());
    GemmDuel duel =
        new GemmDuel(
            LanewiseGemm.PROVIDER.open(threads),
            peer,
            threads,
            args[2].equals(QUICK) ? Effort.QUICK : Effort.DUEL);
    List<GemmProblem> problems = Stream.of(args).skip(3).map(GemmProblem::parse).toList();
    problems.forEach(duel::warmUp);
    problems.forEach(problem -> duel.run(problem, parent));
  }

  /**
   * Compiles what a problem needs. The cases share kernels: only when all have been run once, none
   * of them makes the JVM throw away what it has compiled, or compile it later, for another.
   */
  void warmUp(GemmProblem problem) {
    float[] a = problem.randomA();
    float[] b = problem.randomB();
    try (GemmProduct ours = lanewise.product(problem, a, b);
        GemmProduct theirs = peer.product(problem, a, b)) {
      side(problem, ours).prepare();
      side(problem, theirs).prepare();
    }
  }

  /** Checks the products against each other, measures them, and checks what was measured. */
  void run(GemmProblem problem, DuelListener listener) {
    float[] a = problem.randomA();
    float[] b = problem.randomB();
    RoundingBound bound = new RoundingBound(problem, a, b);
    try (GemmProduct ours = lanewise.product(problem, a, b);
        GemmProduct theirs = peer.product(problem, a, b)) {
      ours.run(1);
      theirs.run(1);
      Optional<String> violation = bound.violation(ours.result(), theirs.result());
      if (violation.isPresent()) {
        listener.wrong(problem.toString(), violation.get());
        return;
      }
      System.gc(); // what earlier cases left would be marked beside the measurements
      double[][] rates =
          Pairing.inTurn(effort.pairs(), side(problem, ours), side(problem, theirs), ceiling);
      bound
          .violation(ours.result(), theirs.result()) // now from compiled code
          .ifPresentOrElse(
              wrong -> listener.wrong(problem.toString(), wrong),
              () ->
                  listener.measured(
                      problem.toString(),
                      PairedTiming.of(rates[0], rates[1]),
                      PairedTiming.of(rates[0], rates[2])));
    }
  }

  private Side side(GemmProblem problem, GemmProduct product) {
    return new TimedSide(problem.shape().flops(), product, effort);
  }
}
