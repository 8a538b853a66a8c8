package io.github.lanewise.bench;

import io.github.lanewise.network.Network;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's C++ library, as JavaCPP's preset brings it. */
public final class LibTorch implements TrainProvider {

  @Override
  public String id() {
    return "libtorch";
  }

  /**
   * Loads the library. A scope frees every object here, so JavaCPP is kept from registering them
   * with the garbage collector and from asking for the size of the process at each, a few percent
   * of a step.
   */
  @Override
  public TrainLibrary open(int threads) {
    System.setProperty("org.bytedeco.javacpp.cachedir", NativeCache.directory());
    System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    try {
      Loader.load(torch.class);
    } catch (UnsatisfiedLinkError e) {
      throw new UnsupportedOperationException("not made for this system: " + e.getMessage(), e);
    }
    torch.set_num_threads(threads);
    torch.set_num_interop_threads(threads);
    PeerProvider.requireThreads(threads, torch.get_num_threads());
    return new Library();
  }

  private static final class Library implements TrainLibrary {

    private static final Pattern TOLD =
        Pattern.compile("CPU capability usage: \\w+|BLAS_INFO=\\w+");

    @Override
    public String describe() {
      try (BytePointer config = torch.show_config()) {
        String told =
            TOLD.matcher(config.getString())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(", "));
        return "org.bytedeco:pytorch %s, %s, threads: %d"
            .formatted(
                torch.class.getPackage().getImplementationVersion(), told, torch.get_num_threads());
      }
    }

    @Override
    public Training start(TrainProblem problem, float learningRate) {
      return new Steps(problem, learningRate);
    }
  }

  private static final class Steps implements Training {

    private final SequentialImpl network;
    private final Optimizer optimizer;
    private final Tensor x;
    private final Tensor y;

    Steps(TrainProblem problem, float learningRate) {
      Network start = problem.network();
      try (PointerScope _ = new PointerScope()) {
        network = copy(start).retainReference();
        optimizer =
            optimizer(problem.method(), network.parameters(), learningRate).retainReference();
        x = tensor(problem.x(), problem.batch(), start.inputs()).retainReference();
        y = tensor(problem.classes()).retainReference();
      }
    }

    private static SequentialImpl copy(Network start) {
      SequentialImpl copy = new SequentialImpl();
      int last = start.layers().size() - 1;
      for (int l = 0; l <= last; l++) {
        copy.push_back(linear(start, l));
        if (l < last) {
          copy.push_back(new ReLUImpl());
        }
      }
      return copy;
    }

    /** PyTorch's weights are units x inputs by rows, Lanewise's by columns. */
    private static LinearImpl linear(Network start, int l) {
      int inputs = start.layers().get(l).inputs();
      int units = start.layers().get(l).units();
      LinearImpl linear = new LinearImpl(inputs, units);
      try (NoGradGuard _ = new NoGradGuard()) {
        linear.weight().copy_(tensor(start.weights(l), inputs, units).t());
        linear.bias().copy_(tensor(start.biases(l), units));
      }
      return linear;
    }

    private static Tensor tensor(float[] values, long... shape) {
      return torch.from_blob(new FloatPointer(values), shape).clone();
    }

    private static Tensor tensor(int[] values) {
      TensorOptions ints = new TensorOptions(torch.ScalarType.Int);
      return torch
          .from_blob(new IntPointer(values), new long[] {values.length}, ints)
          .to(torch.ScalarType.Long);
    }

    private static Optimizer optimizer(
        TrainProblem.Method method, TensorVector parameters, float learningRate) {
      return switch (method) {
        case SGD -> new SGD(parameters, new SGDOptions(learningRate));
        case ADAM -> {
          AdamOptions options = new AdamOptions(learningRate);
          options.eps().put(TrainProblem.EPSILON);
          yield new Adam(parameters, options);
        }
      };
    }

    @Override
    public float step() {
      try (PointerScope _ = new PointerScope()) {
        return update().item_float();
      }
    }

    @Override
    public void run(int times) {
      for (int i = 0; i < times; i++) {
        try (PointerScope _ = new PointerScope()) {
          update();
        }
      }
    }

    private Tensor update() {
      optimizer.zero_grad(); // to none
      Tensor loss = torch.cross_entropy_loss(network.forward(x), y);
      loss.backward();
      optimizer.step();
      return loss;
    }

    @Override
    public void close() {
      y.releaseReference();
      x.releaseReference();
      optimizer.releaseReference();
      network.releaseReference();
    }
  }
}
