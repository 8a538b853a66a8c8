package io.github.lanewise.bench;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lanewise duel predict}: the outputs of networks. */
@Command(
    name = "predict",
    header = "Compares predictions of networks, in single precision.",
    description = {
      "",
      "35 predictions: seven networks at five batch sizes, ReLU between dense layers, softmax at"
          + " the end (sigmoid for one output). Both sides predict the same samples in turn, in"
          + " one process; their outputs are checked against each other first. Lanewise predicts"
          + " on the caller's thread, so that --threads are the peer's. The ceiling is what one"
          + " core can do in registers, measured in turn with them."
    },
    footer = {
      "",
      "Peers:",
      "  onnxruntime  ONNX Runtime, from com.microsoft.onnxruntime:onnxruntime;",
      "               nothing keeps it from AVX-512, so that --avx2 is Lanewise's only",
      "",
      "Examples:",
      "  lanewise duel predict --quick",
      "  lanewise duel predict --cases '^784.* b1$' --json predict.json",
      "  lanewise duel predict --cases b512 --threads 2"
    })
final class DuelPredictCommand extends DuelCommand {

  DuelPredictCommand(PrintStream out, PrintStream err) {
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
  DuelUnit unit() {
    return PredictGrid.UNIT;
  }

  @Override
  List<DuelCase> cases(boolean quick) {
    return quick ? PredictGrid.quick() : PredictGrid.all();
  }

  @Override
  Class<?> child() {
    return PredictDuel.class;
  }
}
