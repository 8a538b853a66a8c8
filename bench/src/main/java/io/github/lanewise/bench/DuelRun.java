package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Duels with one peer after the other, each in a child JVM of its own; prints what they show. */
final class DuelRun {

  private final DuelOptions options;
  private final DuelUnit unit;
  private final List<String> yardstick;
  private final Map<String, DuelCase> cases;
  private final int nameWidth;
  private final PrintStream out;
  private final PrintStream err;
  private final List<DuelResult> results = new ArrayList<>();
  private boolean sheetPrinted;
  private boolean failed;

  /**
   * Prepares to compare in these cases.
   *
   * @param yardstick what Lanewise is measured by: in each case the better of these peers
   */
  DuelRun(
      DuelOptions options,
      DuelUnit unit,
      List<String> yardstick,
      List<DuelCase> cases,
      PrintStream out,
      PrintStream err) {
    this.options = options;
    this.unit = unit;
    this.yardstick = yardstick;
    this.cases = new LinkedHashMap<>();
    cases.forEach(of -> this.cases.put(of.name(), of));
    nameWidth = DuelTable.nameWidth(cases);
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a child for each peer.
   *
   * @param main the child's main class, which reports on a {@link DuelWire}
   * @return whether something was measured, and nothing was wrong or refused
   */
  boolean run(List<String> peers, Class<?> main) throws IOException, InterruptedException {
    for (String peer : peers) {
      List<String> arguments =
          DuelChild.arguments(peer, options.threads, options.quick, List.copyOf(cases.values()));
      run(peer, JvmCommand.of(flag -> true, options.jvmFlags(), main, arguments));
      if (options.json != null) {
        Files.writeString(options.json, DuelJson.format(unit, results));
      }
    }
    List<DuelResult> againstBest = DuelSummary.againstBest(results, yardstick);
    if (yardstick.size() > 1 && !againstBest.isEmpty()) {
      summarize("the better of " + String.join(" and ", yardstick), againstBest);
    }
    return !failed && !results.isEmpty();
  }

  private void run(String peer, List<String> command) throws IOException, InterruptedException {
    ProcessBuilder child = new ProcessBuilder(command);
    PeerEnvironment environment = options.environment();
    List<String> leftOut = environment.leftOut(child.environment());
    environment.applyTo(child.environment());
    PeerListener listener = new PeerListener(peer, leftOut);
    try {
      JvmCommand.run(
          child,
          line -> {
            if (!DuelWire.receive(line, listener)) {
              err.println(line);
            }
          });
    } catch (UnsupportedOperationException e) {
      fail(peer + ": " + e.getMessage());
    }
    List<DuelResult> measured = results.stream().filter(r -> r.peer().equals(peer)).toList();
    if (!measured.isEmpty()) {
      summarize(peer, measured);
    }
  }

  private void summarize(String opponent, List<DuelResult> measured) {
    out.println();
    out.print(new DuelSummary(measured).format(opponent, nameWidth));
    out.flush();
  }

  private void fail(String problem) {
    failed = true;
    err.println("lanewise: " + problem);
  }

  /** Prints what one child reports. */
  private final class PeerListener implements DuelListener {

    private final String peer;
    private final List<String> leftOut;
    private final DuelTable table;

    PeerListener(String peer, List<String> leftOut) {
      this.peer = peer;
      this.leftOut = leftOut;
      table = new DuelTable(unit, peer, nameWidth);
    }

    @Override
    public void sheet(String line) {
      if (!sheetPrinted) {
        out.println(line);
      }
    }

    @Override
    public void opened(String description) {
      endSheet();
      out.println();
      out.println(peer + ": " + description);
      out.println("Every case runs once before the first is measured.");
      out.println();
      out.println(table.header());
      out.flush();
    }

    @Override
    public void missing(String reason) {
      endSheet();
      out.println();
      out.println(peer + ": skipped: " + reason);
      out.flush();
    }

    @Override
    public void measured(String caseName, PairedTiming timing, PairedTiming ceiling) {
      DuelCase of = cases.get(caseName);
      if (of == null) {
        throw new IllegalStateException("duel: no case was called " + caseName);
      }
      DuelResult result = new DuelResult(of, peer, timing, ceiling);
      results.add(result);
      out.println(table.row(result));
      out.flush();
    }

    @Override
    public void wrong(String caseName, String problem) {
      out.println(table.wrong(caseName, problem));
      fail(peer + ": " + caseName + ": wrong result, left out of all means: " + problem);
    }

    @Override
    public void refused(String caseName, String reason) {
      out.println(table.refused(caseName, reason));
      fail(peer + ": " + caseName + ": refused, left out of all means: " + reason);
    }

    private void endSheet() {
      if (!sheetPrinted) {
        out.println("duel       " + options.describe());
        if (!leftOut.isEmpty()) {
          out.println("left out   " + String.join(", ", leftOut) + " (see --peer-env)");
        }
      }
      sheetPrinted = true;
    }
  }
}
