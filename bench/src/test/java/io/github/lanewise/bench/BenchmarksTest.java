package io.github.lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Activation;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {

  @Test
  void runsEveryBenchmark() throws RunnerException {
    String[] activations = Activation.all().stream().map(Activation::id).toArray(String[]::new);
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .param("where", "L1")
                    .param("shape", "16x16x16")
                    .param("network", "16-32-16-1")
                    .param("rows", "10")
                    .param(ActivationBenchmark.PARAMETER, activations)
                    .mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .forks(0)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results.stream().map(result -> result.getParams().getBenchmark()).distinct())
        .contains(
            TrainingStepBenchmark.class.getName() + ".step",
            PredictBenchmark.class.getName() + ".predict")
        .hasSizeGreaterThan(20);
    assertThat(
            results.stream()
                .map(result -> result.getParams().getParam(ActivationBenchmark.PARAMETER))
                .distinct())
        .contains(activations);
  }

  @Test
  void allocatesNothingOnceWarm() throws RunnerException {
    RunResult result =
        new Runner(
                new OptionsBuilder()
                    .include(GemmBenchmark.class.getName() + ".gemm")
                    .param("transposes", "TN")
                    .param("shape", "64x64x64")
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(100))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(200))
                    .forks(1)
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .runSingle();
    Result<?> bytesPerCall = result.getSecondaryResults().get("gc.alloc.rate.norm");
    assertThat(bytesPerCall.getScoreUnit()).isEqualTo("B/op");
    assertThat(bytesPerCall.getScore()).isLessThan(8); // the profiler's own, by some thousand calls
  }

  @Test
  void walksAllActivationsUnlessSomeAreNamed() {
    List<String> arguments = Benchmarks.withActivations(List.of("Activation", "-f", "3"));
    assertThat(arguments).startsWith("Activation", "-f", "3", "-p").hasSize(5);
    assertThat(arguments.getLast())
        .startsWith("activation=identity,relu,")
        .endsWith("," + Activation.all().getLast().id());
    List<String> named = List.of("-p", "activation=gelu", "-f", "3");
    assertThat(Benchmarks.withActivations(named)).isEqualTo(named);
  }
}
