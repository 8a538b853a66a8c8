package io.github.lanewise.bench;

import io.github.lanewise.network.Adam;
import io.github.lanewise.network.Network;
import io.github.lanewise.network.Optimizer;
import io.github.lanewise.network.Sgd;
import io.github.lanewise.network.SoftmaxCrossEntropy;
import io.github.lanewise.network.Trainer;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One step on one batch, ReLU and softmax cross-entropy. */
public class TrainingStepBenchmark extends KernelBenchmark {

  /** What changes the weights; rates are small, so that millions of steps stay like the first. */
  public enum Optimizers {
    SGD,
    ADAM;

    private Optimizer optimizer() {
      return switch (this) {
        case SGD -> new Sgd(1e-6f);
        case ADAM -> new Adam(1e-6f);
      };
    }
  }

  @Param({"784-512-256-10", "784-128-10", "64-128-64-10", "32-64-64-2", "256-1024-1024-256"})
  String network;

  @Param({"1", "8", "32", "128", "512"})
  int batch;

  @Param Optimizers optimizer;

  @Param("1")
  int threads;

  private float[] x;
  private float[] y;
  private Trainer trainer;

  @Setup
  public void setUp() {
    Network start = new LayerSizes(network).network();
    x = RandomFloats.array(batch * start.inputs(), 1);
    y = new float[batch];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < batch; i++) {
      y[i] = random.nextInt(start.outputs());
    }
    trainer =
        Trainer.builder(start)
            .loss(new SoftmaxCrossEntropy())
            .optimizer(optimizer.optimizer())
            .batch(batch)
            .threads(threads)
            .build();
  }

  @TearDown
  public void tearDown() {
    trainer.close();
  }

  @Benchmark
  public float step() {
    return trainer.step(batch, x, 0, y, 0);
  }
}
