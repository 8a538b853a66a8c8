package io.github.lanewise.bench;

import java.util.List;
import java.util.stream.Collectors;

/** Results for other programs. */
final class DuelJson {

  private DuelJson() {}

  /**
   * A list of {@code {case, peer, unit, lanewise, peerValue, ratio}}: the medians of both sides in
   * the unit, and the median of the paired ratios of their rates.
   */
  static String format(DuelUnit unit, List<DuelResult> results) {
    return results.stream()
        .map(result -> element(unit, result))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String element(DuelUnit unit, DuelResult result) {
    return "{\"case\": %s, \"peer\": %s, \"unit\": %s, \"lanewise\": %s, \"peerValue\": %s, \"ratio\": %s}"
        .formatted(
            quoted(result.duelCase().name()),
            quoted(result.peer()),
            quoted(unit.name()),
            unit.of(result.duelCase(), result.timing().rateOfA()),
            unit.of(result.duelCase(), result.timing().rateOfB()),
            result.ratio());
  }

  /** Names and units are printable; only two characters of theirs mean something to JSON. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
