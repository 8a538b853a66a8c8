package io.github.lanewise.cli;

import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.cli.data.FileProblem;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.network.ModelFormatException;
import io.github.lanewise.network.TrainingDivergedException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The {@code lanewise} command; its subcommands do the work. Exits with 0, with 1 after a failure
 * and with 2 after bad usage; both are told in one line.
 */
@Command(
    name = "lanewise",
    header = "Trains dense neural networks and predicts with them.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Try it: lanewise train",
      "It learns to read handwritten digits from the data set that comes with the tool.",
      "",
      "Beside other libraries, from the source tree: lanewise duel --help"
    })
final class Main implements Runnable {
  static final int FAILED = 1;
  static final int BAD_USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  /** Runs one command line and returns its exit code. */
  static int run(Console console, String... args) {
    CommandLine main =
        new CommandLine(new Main())
            .addSubcommand(new TrainCommand(console))
            .addSubcommand(new PredictCommand(console))
            .registerConverter(Task.class, text -> named(text, Task.values()))
            .registerConverter(Scaling.class, text -> named(text, Scaling.values()))
            .registerConverter(OptimizerName.class, text -> named(text, OptimizerName.values()))
            .setUsageHelpAutoWidth(false)
            .setOut(writer(console.out()))
            .setErr(writer(console.err()))
            .setParameterExceptionHandler((e, _) -> badUsage(console, e))
            .setExecutionExceptionHandler((e, _, _) -> failed(console, e));
    int exitCode;
    try {
      exitCode = main.execute(args);
    } catch (OutOfMemoryError e) {
      tell(
          console,
          "out of memory, the JVM takes at most %d MB: try less data, smaller --layers or --batch, or LANEWISE_JVM_OPTIONS=-Xmx for more"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
      return FAILED;
    }
    if (console.out().checkError()) {
      tell(console, "standard output: cannot be written");
      return FAILED;
    }
    return exitCode;
  }

  public static void main(String[] args) {
    int columns = Integer.getInteger("lanewise.columns", 0);
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
            true,
            StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(new Console(out, err, columns), args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "Missing command: train or predict");
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return spec;
  }

  /** The constant of that name in either case; picocli's own message names them in upper case. */
  private static <E extends Enum<E>> E named(String text, E[] values) {
    for (E value : values) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    String names = Stream.of(values).map(Enum::toString).collect(Collectors.joining(", "));
    throw new TypeConversionException("must be one of %s, got %s".formatted(names, text));
  }

  private static int badUsage(Console console, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    // What picocli says of an option that is repeated in a group lists all options there are.
    String problem =
        e instanceof MaxValuesExceededException
            ? "an option is given more than once"
            : String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
    tell(console, "%s (see %s --help)".formatted(problem, command));
    return BAD_USAGE;
  }

  /** Tells failures that a user can do something about; any other is a bug and keeps its trace. */
  private static int failed(Console console, Exception e) throws Exception {
    switch (e) {
      case DataException _, ModelFormatException _, UnsupportedOperationException _ ->
          tell(console, String.valueOf(e.getMessage()));
      case IllegalArgumentException i when isAboutKernels(i) ->
          tell(console, String.valueOf(i.getMessage()));
      case TrainingDivergedException _ ->
          tell(console, e.getMessage() + "; try a lower --lr or another --scale");
      case FileSystemException f -> tell(console, f.getFile() + ": " + FileProblem.of(f));
      case IOException io -> tell(console, FileProblem.of(io));
      default -> throw e;
    }
    return FAILED;
  }

  /** Whether a property that chooses the kernels has a wrong value. */
  static boolean isAboutKernels(IllegalArgumentException e) {
    return String.valueOf(e.getMessage()).startsWith("lanewise.simd");
  }

  private static void tell(Console console, String problem) {
    console.err().println("lanewise: " + Console.printable(problem));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** The version of this module, and which kernels run here unless a run is short. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var module = Main.class.getModule().getDescriptor();
      String version = module == null ? "" : module.rawVersion().orElse("");
      return new String[] {("lanewise " + version).strip(), Lanewise.describe()};
    }
  }
}
