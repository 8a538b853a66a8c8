package io.github.lanewise.bench;

import io.github.lanewise.kernels.Lanewise;
import io.github.lanewise.network.Adam;
import io.github.lanewise.network.Optimizer;
import io.github.lanewise.network.Sgd;
import io.github.lanewise.network.SoftmaxCrossEntropy;
import io.github.lanewise.network.Trainer;

/** Lanewise's own training steps. */
record LanewiseTrain(int threads) implements TrainLibrary {

  @Override
  public String describe() {
    return Lanewise.describe();
  }

  @Override
  public Training start(TrainProblem problem, float learningRate) {
    Trainer trainer =
        Trainer.builder(problem.network())
            .loss(new SoftmaxCrossEntropy())
            .optimizer(optimizer(problem.method(), learningRate))
            .batch(problem.batch())
            .threads(threads)
            .build();
    int[] classes = problem.classes();
    float[] y = new float[classes.length];
    for (int sample = 0; sample < y.length; sample++) {
      y[sample] = classes[sample];
    }
    return new Steps(trainer, problem.batch(), problem.x(), y);
  }

  private static Optimizer optimizer(TrainProblem.Method method, float learningRate) {
    return switch (method) {
      case SGD -> new Sgd(learningRate);
      case ADAM -> new Adam(learningRate, 0.9f, 0.999f, TrainProblem.EPSILON);
    };
  }

  private static final class Steps implements Training {

    private final Trainer trainer;
    private final int batch;
    private final float[] x;
    private final float[] y;

    Steps(Trainer trainer, int batch, float[] x, float[] y) {
      this.trainer = trainer;
      this.batch = batch;
      this.x = x;
      this.y = y;
    }

    @Override
    public float step() {
      return trainer.step(batch, x, 0, y, 0);
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        trainer.step(batch, x, 0, y, 0);
      }
    }

    @Override
    public void close() {
      trainer.close();
    }
  }
}
