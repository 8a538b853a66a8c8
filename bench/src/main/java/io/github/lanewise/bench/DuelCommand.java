package io.github.lanewise.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subcommand of {@code lanewise duel}. */
abstract class DuelCommand implements Callable<Integer> {

  private final PrintStream out;
  private final PrintStream err;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private DuelOptions options = new DuelOptions();

  DuelCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** The peers on the class path, by name. */
  abstract List<String> peers();

  /** The peers that are asked unless others are; Lanewise is measured by the best of them. */
  abstract List<String> yardstick();

  abstract DuelUnit unit();

  abstract List<DuelCase> cases(boolean quick);

  /** The main class of the child JVMs, which leaves the rest to {@link DuelChild#main}. */
  abstract Class<?> child();

  @Override
  public final Integer call() throws IOException, InterruptedException {
    List<String> asked;
    List<DuelCase> cases;
    try {
      asked = options.check(peers(), yardstick());
      cases = options.select(cases(options.quick));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec().commandLine(), e.getMessage());
    }
    boolean measured =
        new DuelRun(options, unit(), yardstick(), cases, out, err).run(asked, child());
    return measured ? 0 : Duel.FAILED;
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return spec;
  }
}
