package io.github.lanewise.bench;

import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints what the first prediction in a JVM costs, without and with {@link Predictor#warmUp},
 * beside a prediction of a JVM that has run for a while. Each first call has a child JVM of its
 * own.
 */
public final class WarmUpFigures {

  private static final String USAGE =
      """
      usage: WarmUpFigures [--forks N]
        --forks N  medians of N child JVMs for each figure; 5 without it
      """;

  private static final List<String> NETWORKS = List.of("64-128-64-10", "784-512-256-10");
  private static final int MAX_BATCH = 32;
  private static final List<Integer> BATCHES = List.of(1, 13, MAX_BATCH);
  private static final int FORKS = 5;
  private static final String CHILD = "--child";

  /** How long a JVM runs before its calls are called steady. */
  private static final long STEADY_NANOS = 3_000_000_000L;

  private static final int SAMPLES = 20_000;

  private WarmUpFigures() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args, System.out, System.err));
  }

  /** Returns the exit code: 0, 1 if nothing could be measured, 2 for bad usage. */
  static int run(String[] args, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    try {
      if (args.length == 4 && args[0].equals(CHILD)) {
        boolean warmUp = Boolean.parseBoolean(args[3]);
        Times times = Times.measure(args[1], Integer.parseInt(args[2]), warmUp, STEADY_NANOS);
        out.println(times.format());
      } else if (args.length == 0) {
        print(FORKS, out);
      } else if (args.length == 2 && args[0].equals("--forks") && args[1].matches("[1-9]\\d?")) {
        print(Integer.parseInt(args[1]), out);
      } else {
        err.println("figures: unknown argument " + String.join(" ", args));
        err.print(USAGE);
        return 2;
      }
      return 0;
    } catch (UnsupportedOperationException e) { // the kernels name the cause and the remedy
      err.println(e.getMessage());
      return 1;
    }
  }

  private static void print(int forks, PrintStream out) throws IOException, InterruptedException {
    out.print(MachineSheet.describe());
    out.printf("%nmedians of %d JVMs, microseconds%n%n%s%n", forks, header());
    for (String network : NETWORKS) {
      for (int batch : BATCHES) {
        out.println(
            row(
                network,
                batch,
                forked(network, batch, false, forks),
                forked(network, batch, true, forks)));
        out.flush();
      }
    }
  }

  /** What a number of child JVMs have measured, one after the other. */
  static List<Times> forked(String network, int batch, boolean warmUp, int forks)
      throws IOException, InterruptedException {
    List<String> arguments = List.of(CHILD, network, String.valueOf(batch), String.valueOf(warmUp));
    List<String> command = JvmCommand.of(flag -> true, List.of(), WarmUpFigures.class, arguments);
    List<Times> times = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      JvmCommand.run(new ProcessBuilder(command), line -> times.add(Times.parse(line)));
    }
    return times;
  }

  static String header() {
    return "%-16s %5s %11s %11s %11s %9s %9s"
        .formatted("", "batch", "first call", "warmUp", "first after", "p50", "p99");
  }

  /** One line of the table. */
  static String row(String network, int batch, List<Times> cold, List<Times> warm) {
    return "%-16s %5d %11.1f %11.0f %11.2f %9.2f %9.2f"
        .formatted(
            network,
            batch,
            median(cold.stream().mapToLong(Times::first).toArray()),
            median(warm.stream().mapToLong(Times::warmUp).toArray()),
            median(warm.stream().mapToLong(Times::first).toArray()),
            median(warm.stream().mapToLong(Times::p50).toArray()),
            median(warm.stream().mapToLong(Times::p99).toArray()));
  }

  /** In microseconds. */
  private static double median(long[] nanos) {
    Arrays.sort(nanos);
    return (nanos[(nanos.length - 1) / 2] + nanos[nanos.length / 2]) / 2000.0;
  }

  /** What one JVM measured, in nanoseconds. */
  record Times(long warmUp, long first, long p50, long p99) {

    static Times measure(String sizes, int batch, boolean warmUp, long steadyNanos) {
      Network network = new LayerSizes(sizes).network();
      Predictor predictor = network.predictor(MAX_BATCH);
      float[] in = RandomFloats.array(batch * network.inputs(), 1);
      float[] out = new float[batch * network.outputs()];
      long start = System.nanoTime();
      if (warmUp) {
        predictor.warmUp(batch);
      }
      long warmUpNanos = System.nanoTime() - start;
      if (warmUp) {
        time(predictor, 0, in, out); // links the call itself, which is the caller's affair
      }
      long first = time(predictor, batch, in, out);
      long end = System.nanoTime() + steadyNanos;
      while (System.nanoTime() < end) {
        time(predictor, batch, in, out);
      }
      long[] samples = new long[SAMPLES];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = time(predictor, batch, in, out);
      }
      Arrays.sort(samples);
      return new Times(warmUpNanos, first, samples[SAMPLES / 2], samples[SAMPLES * 99 / 100]);
    }

    private static long time(Predictor predictor, int batch, float[] in, float[] out) {
      long start = System.nanoTime();
      predictor.predict(batch, in, 0, out, 0);
      return System.nanoTime() - start;
    }

    String format() {
      return warmUp + " " + first + " " + p50 + " " + p99;
    }

    /** Reads what {@link #format} wrote. */
    static Times parse(String text) {
      long[] nanos = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
      return new Times(nanos[0], nanos[1], nanos[2], nanos[3]);
    }
  }
}
