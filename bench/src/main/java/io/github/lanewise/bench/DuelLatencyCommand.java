package io.github.lanewise.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lanewise duel latency}: how long single predictions take when they are asked for. */
@Command(
    name = "latency",
    header = "Compares latencies of single predictions under load.",
    description = {
      "",
      "Calls are due at times that are settled beforehand, and each latency counts from then: a"
          + " call that is held up by a late one shows it. Lanewise, the peers and nothing at all"
          + " (idle: the hiccups of the machine) take turns under the same harness, each at"
          + " parts of the rate at which it saturates; idle at Lanewise's rates. Outputs are"
          + " checked against each other first.",
      "",
      "The column \"outside\" is p99.9 without the calls that were due while the thread stood still"
          + " as it waited for them, and those held up behind them; \"left out\" is their share in"
          + " percent. What interrupts a call is not left out."
    },
    footer = {
      "",
      "Peers:",
      "  onnxruntime  ONNX Runtime, from com.microsoft.onnxruntime:onnxruntime",
      "",
      "Examples:",
      "  lanewise duel latency",
      "  lanewise duel latency --network 16-32-16-1 --load 50 --seconds 60"
    })
final class DuelLatencyCommand extends PeerCommand {

  private static final double MOST_SECONDS = 3600;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(
      names = "--network",
      paramLabel = "SIZES",
      split = ",",
      defaultValue = "64-128-64-10,784-128-10",
      description = "Networks, each as the sizes of its layers. (${DEFAULT-VALUE})")
  private List<String> networks = List.of();

  @Option(
      names = "--load",
      paramLabel = "PERCENT",
      split = ",",
      defaultValue = "25,50,80",
      description = "Loads in percent of the rate of saturation, 1 to 99. (${DEFAULT-VALUE})")
  private List<Integer> loads = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long each is measured at each load. (${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--fixed-rate",
      description = "Calls are due at equal gaps, not at random as those of many users are.")
  private boolean fixedRate;

  DuelLatencyCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  List<String> peers() {
    return PredictionProvider.ids();
  }

  @Override
  List<String> yardstick() {
    return List.of("onnxruntime");
  }

  @Override
  Comparison with(List<String> asked) {
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new IllegalArgumentException(
          "--seconds must be above 0 and at most %.0f, got %s".formatted(MOST_SECONDS, seconds));
    }
    for (int load : loads) {
      if (load < 1 || load > 99) {
        throw new IllegalArgumentException("--load must be 1 to 99, got " + load);
      }
    }
    List<PredictProblem> problems =
        networks.stream().map(LayerSizes::new).map(PredictProblem::alone).toList();
    return () -> run(problems, asked);
  }

  private boolean run(List<PredictProblem> problems, List<String> peers) {
    out.print(MachineSheet.describe());
    Map<String, PredictionLibrary> libraries = new LinkedHashMap<>();
    peers.forEach(peer -> libraries.put(peer, PredictionProvider.named(peer).open(1)));
    libraries.forEach((name, library) -> out.println(name + ": " + library.describe()));
    boolean right = true;
    for (PredictProblem problem : problems) {
      right &= run(problem, libraries);
    }
    return right;
  }

  private boolean run(PredictProblem problem, Map<String, PredictionLibrary> libraries) {
    Arrivals.Gaps gaps = fixedRate ? Arrivals.Gaps.EQUAL : Arrivals.Gaps.EXPONENTIAL;
    try (LatencyDuel duel = new LatencyDuel(problem, libraries, gaps, out)) {
      Optional<String> violation = duel.violation();
      if (violation.isPresent()) {
        fail(problem, "WRONG", "wrong result", violation.get());
        return false;
      }
      duel.run(loads, Math.round(NANOS_PER_SECOND * seconds));
      return true;
    } catch (PeerRefusal e) {
      fail(problem, "REFUSED", "refused", String.valueOf(e.getMessage()));
      return false;
    }
  }

  private void fail(PredictProblem problem, String mark, String what, String why) {
    String network = problem.layers().text();
    out.println();
    out.println("%s  %s: %s".formatted(network, mark, why));
    err.println("lanewise: %s: %s: %s".formatted(network, what, why));
  }
}
