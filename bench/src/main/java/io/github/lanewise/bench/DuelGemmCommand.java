package io.github.lanewise.bench;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code lanewise duel gemm}: matrix products. */
@Command(
    name = "gemm",
    header = "Compares matrix products, in single precision.",
    description = {
      "",
      "137 products C := op(A) op(B), m x n x k, of seven layers at five batch sizes and of"
          + " squares. Both sides multiply the same matrices in turn, in one process; their"
          + " results are checked against each other first. The ceiling is what one core can"
          + " do in registers, measured in turn with them, times the threads."
    },
    footer = {
      "",
      "Peers:",
      "  openblas  OpenBLAS, from org.bytedeco:openblas",
      "  mkl       Intel MKL, from org.bytedeco:mkl",
      "  blis      BLIS, where libblis.so.4 is installed",
      "  netlib    dev.ludovic.netlib:blas, which uses the Vector API",
      "  ejml      org.ejml:ejml-fdense, in plain Java",
      "",
      "Examples:",
      "  lanewise duel gemm --quick",
      "  lanewise duel gemm --peer all --json gemm.json",
      "  lanewise duel gemm --cases 'NN .*x1x' --avx2"
    })
final class DuelGemmCommand extends DuelCommand {

  DuelGemmCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  @Override
  List<String> peers() {
    return GemmProvider.peers().stream().map(GemmProvider::id).toList();
  }

  @Override
  List<String> yardstick() {
    return List.of("openblas", "mkl");
  }

  @Override
  DuelUnit unit() {
    return new DuelUnit.Gflops();
  }

  @Override
  List<DuelCase> cases(boolean quick) {
    return quick ? GemmGrid.quick() : GemmGrid.all();
  }

  @Override
  Class<?> child() {
    return GemmDuel.class;
  }
}
