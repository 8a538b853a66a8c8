package io.github.lanewise.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.lanewise.network.Layer;
import io.github.lanewise.network.Network;
import java.util.Arrays;

/** PyTorch through the Deep Java Library. */
public final class Djl implements TrainProvider {

  private static final String ENGINE = "PyTorch";

  @Override
  public String id() {
    return "djl";
  }

  @Override
  public TrainLibrary open(int threads) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ENGINE_CACHE_DIR", NativeCache.directory());
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", Integer.toString(threads));
    try {
      Engine engine = Engine.getEngine(ENGINE);
      PeerProvider.requireThreads(threads, JniUtils.getNumThreads());
      return new Library(engine, threads);
    } catch (EngineException e) {
      throw new UnsupportedOperationException("not made for this system: " + e.getMessage(), e);
    }
  }

  private record Library(Engine engine, int threads) implements TrainLibrary {

    @Override
    public String describe() {
      return "DJL %s, PyTorch %s, threads: %d"
          .formatted(Engine.getDjlVersion(), engine.getVersion(), threads);
    }

    @Override
    public Training start(TrainProblem problem, float learningRate) {
      return new Steps(problem, learningRate);
    }
  }

  private static final class Steps implements Training {

    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDArray x;
    private final NDArray y;

    Steps(TrainProblem problem, float learningRate) {
      Network start = problem.network();
      model = Model.newInstance("network", ENGINE);
      model.setBlock(block(start));
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                  .optOptimizer(optimizer(problem.method(), learningRate))
                  .optDevices(new Device[] {Device.cpu()}));
      Shape shape = new Shape(problem.batch(), start.inputs());
      trainer.initialize(shape);
      manager = trainer.getManager();
      x = manager.create(problem.x(), shape);
      y = manager.create(Arrays.stream(problem.classes()).asLongStream().toArray());
    }

    private static Block block(Network start) {
      SequentialBlock block = new SequentialBlock();
      int last = start.layers().size() - 1;
      for (int l = 0; l <= last; l++) {
        block.add(linear(start, l));
        if (l < last) {
          block.add(Activation::relu);
        }
      }
      return block;
    }

    private static Block linear(Network start, int l) {
      Layer layer = start.layers().get(l);
      float[] W = byRows(start.weights(l), layer);
      float[] b = start.biases(l);
      Block linear = Linear.builder().setUnits(layer.units()).build();
      linear.setInitializer(
          (manager, shape, type) -> manager.create(W, shape), Parameter.Type.WEIGHT);
      linear.setInitializer(
          (manager, shape, type) -> manager.create(b, shape), Parameter.Type.BIAS);
      return linear;
    }

    /** PyTorch's weights are units x inputs by rows, Lanewise's by columns. */
    private static float[] byRows(float[] W, Layer layer) {
      float[] rows = new float[W.length];
      for (int j = 0; j < layer.inputs(); j++) {
        for (int i = 0; i < layer.units(); i++) {
          rows[i * layer.inputs() + j] = W[i + j * layer.units()];
        }
      }
      return rows;
    }

    private static Optimizer optimizer(TrainProblem.Method method, float learningRate) {
      Tracker rate = Tracker.fixed(learningRate);
      return switch (method) {
        case SGD -> Optimizer.sgd().setLearningRateTracker(rate).build();
        case ADAM ->
            Optimizer.adam().optLearningRateTracker(rate).optEpsilon(TrainProblem.EPSILON).build();
      };
    }

    @Override
    public float step() {
      try (NDManager step = manager.newSubManager()) {
        return update(step).getFloat();
      }
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        try (NDManager step = manager.newSubManager()) {
          NDArray _ = update(step);
        }
      }
    }

    /** What a step makes is attached to the manager of its inputs, and freed with it. */
    private NDArray update(NDManager step) {
      step.tempAttachAll(x, y);
      NDArray loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(x));
        loss = trainer.getLoss().evaluate(new NDList(y), output);
        collector.backward(loss);
      }
      trainer.step();
      return loss;
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }
}
