package io.github.lanewise.bench;

import io.github.lanewise.kernels.Activation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * JMH's own command line; only, the activations to walk are all there are, unless {@code -p
 * activation=...} names some. An annotation could only list the ones known when it was written.
 */
public final class Benchmarks {

  private Benchmarks() {}

  /** Takes JMH's options and patterns; {@code -h} lists them. */
  public static void main(String[] args) throws IOException {
    org.openjdk.jmh.Main.main(withActivations(List.of(args)).toArray(String[]::new));
  }

  static List<String> withActivations(List<String> args) {
    String parameter = ActivationBenchmark.PARAMETER + "=";
    for (int i = 1; i < args.size(); i++) {
      if (args.get(i - 1).equals("-p") && args.get(i).startsWith(parameter)) {
        return args;
      }
    }
    String ids = Activation.all().stream().map(Activation::id).collect(Collectors.joining(","));
    return Stream.concat(args.stream(), Stream.of("-p", parameter + ids)).toList();
  }
}
