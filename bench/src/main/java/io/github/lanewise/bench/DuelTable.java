package io.github.lanewise.bench;

import java.util.List;
import java.util.stream.Stream;

/** The lines of a duel with one peer. */
final class DuelTable {

  private final String unit;
  private final String peer;
  private final int nameWidth;

  DuelTable(String unit, String peer, int nameWidth) {
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

  /** The heads of the columns; rates are in the unit. */
  String header() {
    return ("%-" + nameWidth + "s  %9s  %9s  %9s  %15s  %9s  %9s")
        .formatted(unit, "Lanewise", peer, "ratio", "quartiles", "ceiling", "% of it");
  }

  String row(DuelResult result) {
    PairedTiming timing = result.timing();
    return ("%-" + nameWidth + "s  %9.1f  %9.1f  %8.2fx  %6.2f - %6.2f  %9.1f  %9.1f")
        .formatted(
            result.duelCase().name(),
            timing.rateOfA(),
            timing.rateOfB(),
            timing.ratio(),
            timing.lowerQuartile(),
            timing.upperQuartile(),
            result.ceiling().rateOfB(),
            100 * result.ceiling().ratio());
  }

  String wrong(String caseName, String problem) {
    return ("%-" + nameWidth + "s  WRONG: %s").formatted(caseName, problem);
  }
}
