package io.github.lanewise.cli;

import io.github.lanewise.cli.data.CsvData;
import io.github.lanewise.cli.data.DataException;
import io.github.lanewise.cli.data.Dataset;
import io.github.lanewise.cli.data.Digits;
import io.github.lanewise.cli.data.IdxData;
import io.github.lanewise.cli.data.Split;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.kernels.Activation;
import io.github.lanewise.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lanewise train}: learns from a data set, measures the result and saves the network. */
@Command(
    name = "train",
    header = "Trains a network and measures it on samples that it has not seen.",
    description = {
      "",
      "Without options it learns to read the 1,797 handwritten digits that come with the tool.",
      "It saves the network and, beside it, the learning curve as a PNG."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footer = {
      "",
      "Examples:",
      "  lanewise train",
      "  lanewise train --data iris.csv --label species --layers 32,16",
      "  lanewise train --data houses.csv.gz --label price --task regress",
      "  lanewise train --images train-images-idx3-ubyte.gz \\",
      "                 --labels train-labels-idx1-ubyte.gz"
    })
final class TrainCommand implements Callable<Integer> {
  private static final String PNG = ".png";
  private static final String CURVE = "-learning-curve" + PNG;
  private static final int ENOUGH_ROWS = 20;
  private static final float MOST_TO_PREDICT = 1e30f;

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(exclusive = false, heading = "%nData%n", order = 1)
  private final DataOptions data = new DataOptions();

  @ArgGroup(exclusive = false, heading = "%nNetwork%n", order = 2)
  private final NetworkOptions network = new NetworkOptions();

  @ArgGroup(exclusive = false, heading = "%nTraining%n", order = 3)
  private final LearningOptions learning = new LearningOptions();

  @ArgGroup(exclusive = false, heading = "%nOutput%n", order = 4)
  private final OutputOptions output = new OutputOptions();

  static final class DataOptions {
    @Option(
        names = "--data",
        paramLabel = "FILE",
        description = "CSV file with a header row, gzipped or not.")
    @Nullable Path file;

    @Option(
        names = "--label",
        paramLabel = "COLUMN",
        description = "Column of --data to predict; all others are features.")
    @Nullable String label;

    @Option(
        names = "--images",
        paramLabel = "FILE",
        description = "IDX file of images, as MNIST has them, gzipped or not.")
    @Nullable Path images;

    @Option(names = "--labels", paramLabel = "FILE", description = "IDX file of their labels.")
    @Nullable Path labels;

    @Option(
        names = "--task",
        paramLabel = "TASK",
        defaultValue = "classify",
        description = "classify or regress: is the label a name or a number? (${DEFAULT-VALUE})")
    Task task = Task.CLASSIFY;

    @Option(
        names = "--scale",
        paramLabel = "HOW",
        description =
            "What is done to each feature first: standard (mean 0, deviation 1), minmax (0 to 1) or"
                + " none. (standard for --data, minmax for images)")
    @Nullable Scaling scaling;

    @Option(
        names = "--test-fraction",
        paramLabel = "F",
        defaultValue = "0.25",
        description = "Share of the samples to measure the result on. (${DEFAULT-VALUE})")
    double testFraction;

    @Option(
        names = "--validation-fraction",
        paramLabel = "F",
        defaultValue = "0.1",
        description = "Share of the samples to watch training on. (${DEFAULT-VALUE})")
    double validationFraction;
  }

  static final class NetworkOptions {
    @Option(
        names = "--layers",
        paramLabel = "N",
        defaultValue = "512",
        description = "Units of the hidden layers, such as 128,64. (${DEFAULT-VALUE})")
    String layers = "";

    @Option(
        names = "--activation",
        paramLabel = "NAME",
        defaultValue = "relu",
        description =
            "Activation of the hidden layers, such as relu, gelu or tanh. (${DEFAULT-VALUE})")
    String activation = "";
  }

  static final class LearningOptions {
    @Option(
        names = "--optimizer",
        paramLabel = "NAME",
        defaultValue = "adam",
        description = "One of ${COMPLETION-CANDIDATES}. (${DEFAULT-VALUE})")
    OptimizerName optimizer = OptimizerName.ADAM;

    @Option(
        names = "--lr",
        paramLabel = "RATE",
        description = "Learning rate. (0.003 for adam and adamw, 0.1 for sgd, else 0.03)")
    @Nullable Float learningRate;

    @Option(
        names = "--l2",
        paramLabel = "LAMBDA",
        defaultValue = "0",
        description = "Weight of the L2 term of the cost. (${DEFAULT-VALUE})")
    float l2;

    @Option(
        names = "--batch",
        paramLabel = "N",
        defaultValue = "48",
        description = "Samples in a step. (${DEFAULT-VALUE})")
    int batch;

    @Option(
        names = "--epochs",
        paramLabel = "N",
        defaultValue = "30",
        description = "Times that every sample is learned from. (${DEFAULT-VALUE})")
    int epochs;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description =
            "Where all chance comes from: same seed, same network, bit for bit. (${DEFAULT-VALUE})")
    long seed;

    @Option(
        names = "--threads",
        paramLabel = "N",
        defaultValue = "1",
        description =
            "Threads that train at most, each step on as many as make it faster; the result is the same. (${DEFAULT-VALUE})")
    int threads;
  }

  static final class OutputOptions {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Where the network goes. (named after the data, in the current directory)")
    @Nullable Path model;
  }

  TrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Training.Settings settings = checkedSettings();
    Path model = output.model == null ? Path.of(dataName() + ".safetensors") : output.model;
    Path curve = curveBeside(model);
    for (Path file : List.of(model, curve)) {
      OutputFile.requireWritable(file, data.file, data.images, data.labels);
    }

    Dataset all = read();
    Map<String, String> metadata = ModelDescription.of(all).toMetadata(all.source());
    Split split = Split.of(all, data.testFraction, data.validationFraction, learning.seed);
    try (Training training = training(settings, split)) {
      TrainReport report = new TrainReport(console, training);
      report.before(training.network());
      Training.Outcome outcome = run(training, report);
      Network trained = outcome.network().withMetadata(metadata);
      save(trained, model);
      OutputFile.write(curve, LearningCurve.png(dataName(), settings.task(), outcome.history()));
      report.after(outcome);
      report.memory(training.bytesPerStep());
      report.saved(model, curve);
      report.test(trained);
    }
    return 0;
  }

  /** All sizes are known here, and nothing else that the command line says can still be wrong. */
  private Training training(Training.Settings settings, Split split) {
    try {
      return new Training(settings, split);
    } catch (IllegalArgumentException e) {
      if (Main.isAboutKernels(e)) {
        throw e;
      }
      throw usage("--layers or --batch: " + e.getMessage());
    }
  }

  private Training.Outcome run(Training training, TrainReport report) {
    int epochs = training.settings().epochs();
    try (ProgressLine progress = new ProgressLine(console, "training", epochs)) {
      progress.println(report.epochHeader());
      return training.run((epoch, result) -> {
        progress.println(report.epochLine(epoch, result));
        progress.step();
      });
    }
  }

  private static void save(Network trained, Path model) throws IOException {
    try {
      trained.save(model);
    } catch (IllegalArgumentException e) {
      // A weight that overflowed.
      throw new DataException(model, String.valueOf(e.getMessage()));
    }
  }

  private Training.Settings checkedSettings() {
    checkSource();
    double rest = 1 - data.testFraction - data.validationFraction;
    require(data.testFraction > 0, "--test-fraction must be above 0");
    require(data.validationFraction > 0, "--validation-fraction must be above 0");
    require(rest > 0, "--test-fraction and --validation-fraction must leave samples to train on");
    float learningRate =
        learning.learningRate == null
            ? learning.optimizer.usualLearningRate()
            : learning.learningRate;
    require(
        learningRate > 0 && Float.isFinite(learningRate),
        "--lr must be above 0, got " + learningRate);
    require(
        learning.l2 >= 0 && Float.isFinite(learning.l2),
        "--l2 must be 0 or more, got " + learning.l2);
    require(learning.batch >= 1, "--batch must be 1 or more, got " + learning.batch);
    require(learning.epochs >= 1, "--epochs must be 1 or more, got " + learning.epochs);
    require(
        learning.threads >= 1 && learning.threads <= 1024,
        "--threads must be 1 to 1024, got " + learning.threads);
    return new Training.Settings(
        data.task,
        layers(),
        activation(),
        learning.optimizer,
        learningRate,
        learning.l2,
        learning.batch,
        learning.epochs,
        learning.seed,
        learning.threads,
        scaling());
  }

  private void checkSource() {
    require(
        data.file == null || (data.images == null && data.labels == null),
        "--data and --images exclude each other");
    require((data.images == null) == (data.labels == null), "--images and --labels go together");
    require((data.file == null) == (data.label == null), "--data and --label go together");
    require(
        data.file != null || data.task == Task.CLASSIFY, "--task regress needs --data and --label");
  }

  private Scaling scaling() {
    if (data.scaling != null) {
      return data.scaling;
    }
    return data.file == null ? Scaling.MINMAX : Scaling.STANDARD;
  }

  private List<Integer> layers() {
    try {
      List<Integer> layers =
          Stream.of(network.layers.split(",", -1))
              .map(String::strip)
              .map(Integer::valueOf)
              .toList();
      if (layers.stream().allMatch(units -> units >= 1)) {
        return layers;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is too small.
    }
    throw usage("--layers must be 1 or more units each, such as 128,64, got " + network.layers);
  }

  private Activation activation() {
    try {
      return Activation.of(network.activation);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private void require(boolean rule, String problem) {
    if (!rule) {
      throw usage(problem);
    }
  }

  private ParameterException usage(String problem) {
    if (spec == null) {
      throw new IllegalStateException("not made by picocli");
    }
    return new ParameterException(spec.commandLine(), problem);
  }

  private Dataset read() throws IOException {
    if (data.file != null && data.label != null) {
      Dataset all = CsvData.labeled(data.file, data.label.strip(), data.task);
      requireFewClasses(data.file, all);
      requirePredictable(data.file, all);
      return all;
    }
    if (data.images != null && data.labels != null) {
      return IdxData.labeled(data.images, data.labels);
    }
    return Digits.load();
  }

  private static void requireFewClasses(Path file, Dataset all) throws DataException {
    int classes = all.classNames().size();
    if (all.samples() >= ENOUGH_ROWS && classes > all.samples() / 2) {
      throw new DataException(
          file,
          "the label \"%s\" has %d different values in %d rows: is it --task regress?"
              .formatted(all.labelName(), classes, all.samples()));
    }
  }

  /** A network may predict more than it has seen, and floats end at 3.4e38. */
  private static void requirePredictable(Path file, Dataset all) throws DataException {
    for (float label : all.y()) {
      if (Math.abs(label) > MOST_TO_PREDICT) {
        throw new DataException(
            file,
            "the label \"%s\" must be within %s, got %s: use a larger unit"
                .formatted(all.labelName(), MOST_TO_PREDICT, label));
      }
    }
  }

  /** {@code digits}, or the name of the file without its endings. */
  private String dataName() {
    Path file = data.file == null ? data.images : data.file;
    if (file == null || file.getFileName() == null) {
      return "digits";
    }
    String name = file.getFileName().toString();
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private Path curveBeside(Path model) {
    Path fileName = model.getFileName();
    String name = fileName == null ? "" : fileName.toString();
    require(!name.isEmpty(), "--out must name a file");
    require(!name.endsWith(PNG), "--out must not end in .png: a network is no image");
    int dot = name.lastIndexOf('.');
    return model.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + CURVE);
  }
}
