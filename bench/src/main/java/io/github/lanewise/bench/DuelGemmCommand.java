package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise duel gemm}: matrix products. */
@Command(
    name = "gemm",
    header = "Compares matrix products, in single precision.",
    description = {
      "",
      "137 products C := op(A) op(B), m x n x k, of seven layers at five batch sizes and of"
          + " squares. Both sides multiply the same matrices in turn, in one process; their"
          + " results are checked against each other first. The ceiling is what one core can"
          + " do in registers, measured in turn with them."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Duel.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
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
final class DuelGemmCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DuelOptions options = new DuelOptions();

  DuelGemmCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> peers;
    List<DuelCase> cases;
    try {
      peers = options.check(GemmProvider.peers().stream().map(GemmProvider::id).toList());
      cases = options.select(options.quick ? GemmGrid.quick() : GemmGrid.all());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage());
    }
    boolean measured =
        new DuelRun(options, "GFLOP/s", cases, out, err)
            .run(
                peers,
                GemmDuel.class,
                peer -> GemmDuel.arguments(peer, options.threads, options.quick, cases));
    return measured ? 0 : Duel.FAILED;
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return spec;
  }
}
