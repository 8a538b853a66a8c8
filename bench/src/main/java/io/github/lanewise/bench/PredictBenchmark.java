package io.github.lanewise.bench;

import io.github.lanewise.network.Network;
import io.github.lanewise.network.Predictor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The outputs of one batch on the caller's thread. */
public class PredictBenchmark extends KernelBenchmark {

  @Param({
    "784-512-256-10",
    "784-128-10",
    "64-128-64-10",
    "32-64-64-2",
    "256-1024-1024-256",
    "256-384-384-128",
    "16-32-16-1"
  })
  String network;

  @Param({"1", "8", "32", "128", "512"})
  int batch;

  private Predictor predictor;
  private float[] in;
  private float[] out;

  @Setup
  public void setUp() {
    PredictProblem problem = new PredictProblem(new LayerSizes(network), batch);
    Network trained = problem.network();
    predictor = trained.predictor(batch);
    in = problem.samples();
    out = new float[batch * trained.outputs()];
  }

  @Benchmark
  public void predict() {
    predictor.predict(batch, in, 0, out, 0);
  }
}
