package io.github.lanewise.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.github.lanewise.cli.data.CsvData;
import io.github.lanewise.cli.data.IdxData;
import io.github.lanewise.cli.data.Task;
import io.github.lanewise.kernels.Argmax;
import io.github.lanewise.network.Network;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lanewise predict}: says what a saved network makes of new samples. */
@Command(
    name = "predict",
    header = "Predicts with a saved network and writes CSV, one row per sample.",
    description = {
      "",
      "The columns are class and probability, or value for a network that predicts numbers."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  lanewise predict --model iris.safetensors --data new.csv --out predicted.csv"
    })
final class PredictCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      required = true,
      description = "Network that lanewise train saved.")
  private Path model = Path.of("");

  @ArgGroup(multiplicity = "1")
  private final Source source = new Source();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the predictions go. (standard output)")
  private @Nullable Path out;

  static final class Source {
    @Option(
        names = "--data",
        paramLabel = "FILE",
        description =
            "CSV file with the columns that the network was trained on, in any order, gzipped or not.")
    @Nullable Path data;

    @Option(
        names = "--images",
        paramLabel = "FILE",
        description = "IDX file of images, gzipped or not.")
    @Nullable Path images;
  }

  PredictCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      OutputFile.requireWritable(out, model, source.data, source.images);
    }
    Network network = Network.load(model);
    ModelDescription description =
        ModelDescription.of(model, network.metadata(), network.inputs(), network.outputs());
    float[] x = read(description);
    int samples = x.length / network.inputs();
    ShortRun.choosePlainLoops((double) samples * Predictions.flopsPerSample(network), 0);
    byte[] csv =
        csv(description, samples, Predictions.of(network, samples, x))
            .getBytes(StandardCharsets.UTF_8);
    if (out == null) {
      // The bytes that --out would write.
      console.out().writeBytes(csv);
    } else {
      OutputFile.write(out, csv);
    }
    return 0;
  }

  private float[] read(ModelDescription description) throws IOException {
    if (source.data != null) {
      return CsvData.features(source.data, description.features(), description.label());
    }
    if (source.images != null) {
      return IdxData.features(source.images, description.features().size());
    }
    throw new IllegalStateException("picocli requires one of them");
  }

  private static String csv(ModelDescription description, int samples, float[] outputs) {
    StringWriter text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      if (description.task() == Task.CLASSIFY) {
        writeClasses(csv, description, samples, outputs);
      } else {
        csv.writeRecord("value");
        for (float value : outputs) {
          csv.writeRecord(Float.toString(value));
        }
      }
    } catch (IOException e) {
      throw new AssertionError("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void writeClasses(
      CsvWriter csv, ModelDescription description, int samples, float[] outputs) {
    int classes = description.classes().size();
    int[] best = new int[samples];
    Argmax.columns(classes, samples, outputs, 0, classes, best, 0);
    csv.writeRecord("class", "probability");
    for (int i = 0; i < samples; i++) {
      // No class where the network's sums overflowed and gave NaN.
      csv.writeRecord(
          best[i] < 0 ? "" : description.classes().get(best[i]),
          best[i] < 0 ? "NaN" : Float.toString(outputs[i * classes + best[i]]));
    }
  }
}
