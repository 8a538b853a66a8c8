package io.github.lanewise.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Geometric means of ratios by class, and the worst cases. */
final class DuelSummary {

  private static final int WORST = 5;
  private static final String ALL = "all";

  private final List<DuelResult> results;

  /** Requires at least one result. */
  DuelSummary(List<DuelResult> results) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("summary: results must not be empty");
    }
    this.results = List.copyOf(results);
  }

  /**
   * For each case the result against the peer that did best in it: the lower ratio, since each was
   * paired in its own process. Cases that not all of the peers have are left out.
   */
  static List<DuelResult> againstBest(List<DuelResult> results, List<String> peers) {
    List<DuelResult> theirs = results.stream().filter(r -> peers.contains(r.peer())).toList();
    return theirs.stream()
        .map(DuelResult::duelCase)
        .distinct()
        .map(of -> theirs.stream().filter(r -> r.duelCase().equals(of)).toList())
        .filter(ofCase -> ofCase.size() == peers.size())
        .map(ofCase ->
            ofCase.stream().min(Comparator.comparingDouble(DuelResult::ratio)).orElseThrow())
        .toList();
  }

  /** The n-th root of the product of n ratios: it says the same whichever side is the divisor. */
  static double geometricMean(List<DuelResult> results) {
    return Math.exp(
        results.stream().mapToDouble(r -> Math.log(r.ratio())).average().orElse(Double.NaN));
  }

  /** The tables, as text that ends in a line break. */
  String format(String opponent, int nameWidth) {
    StringBuilder text = new StringBuilder();
    text.append("geometric means of the ratio to %s%n".formatted(opponent));
    List<String> columns =
        Stream.concat(names(result -> result.duelCase().column()), Stream.of(ALL)).toList();
    text.append(" ".repeat(nameWidth));
    columns.forEach(column -> text.append("%9s".formatted(column)));
    text.append('\n');
    Stream.concat(names(result -> result.duelCase().row()), Stream.of(ALL))
        .forEach(row -> {
          text.append(padded(row, nameWidth));
          columns.forEach(column -> text.append("%9s".formatted(mean(row, column))));
          text.append('\n');
        });
    text.append("worst cases\n");
    results.stream()
        .sorted(Comparator.comparingDouble(DuelResult::ratio))
        .limit(WORST)
        .forEach(result ->
            text.append(padded(result.duelCase().name(), nameWidth))
                .append("%9s  %s%n".formatted(times(result.ratio()), result.peer())));
    return text.toString();
  }

  private Stream<String> names(Function<DuelResult, String> name) {
    return results.stream().map(name).distinct();
  }

  private String mean(String row, String column) {
    Predicate<DuelResult> inRow = r -> row.equals(ALL) || row.equals(r.duelCase().row());
    Predicate<DuelResult> inColumn =
        r -> column.equals(ALL) || column.equals(r.duelCase().column());
    List<DuelResult> ofClass = results.stream().filter(inRow.and(inColumn)).toList();
    return ofClass.isEmpty() ? "" : times(geometricMean(ofClass));
  }

  private static String padded(String name, int width) {
    return ("%-" + width + "s").formatted(name);
  }

  private static String times(double ratio) {
    return "%.2fx".formatted(ratio);
  }
}
