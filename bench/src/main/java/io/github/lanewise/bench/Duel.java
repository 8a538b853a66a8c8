package io.github.lanewise.bench;

import io.github.lanewise.kernels.Lanewise;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The {@code lanewise duel} command; its subcommands do the work. Exits with 0, with 1 where
 * nothing could be measured, a result was wrong or a case was refused, and with 2 after bad usage.
 */
@Command(
    name = "lanewise duel",
    header = "Compares Lanewise with other libraries, in turn on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = Duel.Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Duel implements Runnable {

  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  private Duel() {}

  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args, System.out, System.err));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return new CommandLine(new Duel())
        .addSubcommand(new DuelGemmCommand(out, err))
        .addSubcommand(new DuelTrainCommand(out, err))
        .addSubcommand(new DuelPredictCommand(out, err))
        .addSubcommand(new DuelLatencyCommand(out, err))
        .registerConverter(Pattern.class, Duel::pattern)
        .setUsageHelpAutoWidth(false)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, _) -> badUsage(err, e))
        .setExecutionExceptionHandler((e, _, _) -> failed(err, e))
        .execute(args);
  }

  @Override
  public void run() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    CommandLine duel = spec.commandLine();
    throw new ParameterException(
        duel, "Missing command: " + String.join(", ", duel.getSubcommands().keySet()));
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new TypeConversionException(
          "must be a regular expression, got %s (%s)".formatted(regex, e.getDescription()));
    }
  }

  private static int badUsage(PrintStream err, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String problem = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    tell(err, "%s (see %s --help)".formatted(problem, command));
    return BAD_USAGE;
  }

  /** Tells failures that a user can do something about; any other is a bug and keeps its trace. */
  private static int failed(PrintStream err, Exception e) throws Exception {
    switch (e) {
      case UnsupportedOperationException _ -> tell(err, String.valueOf(e.getMessage()));
      case IOException _ -> tell(err, e.toString());
      default -> throw e;
    }
    return FAILED;
  }

  /** Which kernels run; the machine sheet has the rest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Lanewise.describe()};
    }
  }

  private static void tell(PrintStream err, String problem) {
    err.println("lanewise: " + problem.replaceAll("\\s+", " "));
  }
}
