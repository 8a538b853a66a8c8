package io.github.lanewise.bench;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A comparison of rates, case by case. */
abstract class DuelCommand extends PeerCommand {

  @Mixin private DuelOptions options = new DuelOptions();

  DuelCommand(PrintStream out, PrintStream err) {
    super(out, err);
  }

  abstract DuelUnit unit();

  abstract List<DuelCase> cases(boolean quick);

  /** The main class of the child JVMs, which leaves the rest to {@link DuelChild#main}. */
  abstract Class<?> child();

  @Override
  final Comparison with(List<String> asked) {
    options.check();
    List<DuelCase> cases = options.select(cases(options.quick));
    DuelRun run = new DuelRun(options, unit(), yardstick(), cases, out, err);
    return () -> run.run(asked, child());
  }
}
