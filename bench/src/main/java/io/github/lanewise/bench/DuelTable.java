package io.github.lanewise.bench;

import java.util.List;
import java.util.stream.Stream;

/** The lines of a duel with one peer. */
final class DuelTable {

  private final DuelUnit unit;
  private final String peer;
  private final int nameWidth;

  DuelTable(DuelUnit unit, String peer, int nameWidth) {
    this.unit = unit;
    this.peer = peer;
    this.nameWidth = nameWidth;
  }

  /** Room for the names of cases and of their classes. */
  static int nameWidth(List<DuelCase> cases) {
    return cases.stream()
        .flatMap(of -> Stream.of(of.name(), of.row()))
        .mapToInt(String::length)
        .max()
        .orElse(1);
  }

  /** The heads of the columns: both sides in the unit, then Lanewise and the ceiling. */
  String header() {
    return line(
        unit.name(), "Lanewise", peer, "ratio", "quartiles", "GFLOP/s", "ceiling", "% of it");
  }

  String row(DuelResult result) {
    DuelCase of = result.duelCase();
    PairedTiming timing = result.timing();
    return line(
        of.name(),
        decimal(unit.of(of, timing.rateOfA())),
        decimal(unit.of(of, timing.rateOfB())),
        "%.2fx".formatted(timing.ratio()),
        "%6.2f - %6.2f".formatted(timing.lowerQuartile(), timing.upperQuartile()),
        decimal(timing.rateOfA()),
        decimal(result.ceiling().rateOfB()),
        decimal(100 * result.ceiling().ratio()));
  }

  /** Leaves out GFLOP/s where they are the unit. */
  private String line(
      String name,
      String lanewise,
      String peer,
      String ratio,
      String quartiles,
      String gflops,
      String ceiling,
      String percent) {
    String more = unit instanceof DuelUnit.Gflops ? "" : "  %9s".formatted(gflops);
    int peerWidth = Math.max(9, this.peer.length());
    return ("%-" + nameWidth + "s  %9s  %" + peerWidth + "s  %9s  %15s%s  %9s  %9s")
        .formatted(name, lanewise, peer, ratio, quartiles, more, ceiling, percent);
  }

  private static String decimal(double value) {
    return (value < 10 ? "%.2f" : "%.1f").formatted(value);
  }

  String wrong(String caseName, String problem) {
    return unmeasured(caseName, "WRONG", problem);
  }

  String refused(String caseName, String reason) {
    return unmeasured(caseName, "REFUSED", reason);
  }

  private String unmeasured(String caseName, String mark, String why) {
    return ("%-" + nameWidth + "s  %s: %s").formatted(caseName, mark, why);
  }
}
