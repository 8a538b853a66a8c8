package io.github.lanewise.bench;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lanewise duel train}: training steps. */
@Command(
    name = "train",
    header = "Compares training steps, in single precision.",
    description = {
      "",
      "50 training steps, forward, backward and update, of five networks at five batch sizes"
          + " with SGD and Adam: ReLU between dense layers, softmax cross-entropy. Both sides"
          + " start from the same weights and take turns, in one process; the losses of their"
          + " first 20 steps are checked against each other first. The ceiling is what one"
          + " core can do in registers, measured in turn with them."
    },
    footer = {
      "",
      "Peers:",
      "  djl       PyTorch, through ai.djl.pytorch:pytorch-engine",
      "  libtorch  PyTorch's C++ library, through org.bytedeco:pytorch",
      "",
      "Examples:",
      "  lanewise duel train --quick",
      "  lanewise duel train --threads 2 --json train.json",
      "  lanewise duel train --peer djl --cases '784-128-10 .*adam'"
    })
final class DuelTrainCommand extends DuelCommand {

  DuelTrainCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  List<String> peers() {
    return TrainProvider.peers().stream().map(TrainProvider::id).toList();
  }

  @Override
  List<String> yardstick() {
    return List.of("djl", "libtorch");
  }

  @Override
  DuelUnit unit() {
    return TrainGrid.UNIT;
  }

  @Override
  List<DuelCase> cases(boolean quick) {
    return quick ? TrainGrid.quick() : TrainGrid.all();
  }

  @Override
  Class<?> child() {
    return TrainDuel.class;
  }
}
