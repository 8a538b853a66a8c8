package io.github.lanewise.network;

import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.testing.AllocationMeter;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Main class of {@link LiveNetworkTest}: one thread trains and publishes, others predict. Prints
 * for each of those how many versions it has met, and the bytes that it has allocated meanwhile.
 */
final class LiveNetworkLoad {
  /** What is served. */
  enum Service {
    /** Weights that are read where they lie. */
    SMALL(4, 3),

    /** The same, one sample at a time. */
    SINGLE(4, 1),

    /**
     * Packed weights, the first layer's at any vector width; for panels of samples where there are
     * panels and for some left over.
     */
    PACKED(4, 35) {
      @Override
      Network network() {
        return Network.builder(256)
            .layer(260, new Relu())
            .layer(64, new Relu())
            .layer(10, new Softmax())
            .seed(1)
            .build();
      }
    };

    final int predictors;
    final int batch;

    Service(int predictors, int batch) {
      this.predictors = predictors;
      this.batch = batch;
    }

    Network network() {
      return Network.builder(8).layer(33, new Relu()).layer(5, new Softmax()).seed(1).build();
    }
  }

  private static final int LEAST_VERSIONS = 10;
  private static final int MOST_VERSIONS = 1 << 14;
  private static final long ROUND_NANOS = 1_000_000_000L;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final LiveNetwork live;
  private final int predictors;
  private final int batch;
  private final float[] x;
  private volatile boolean stopped;

  // What the versions give for x, in the order in which they were published.
  private final List<float[]> versions = new ArrayList<>();

  private LiveNetworkLoad(Service service) {
    live = new LiveNetwork(service.network());
    predictors = service.predictors;
    batch = service.batch;
    x = new float[batch * live.network().inputs()];
    Random random = new Random(2);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    new LiveNetworkLoad(Service.valueOf(args[0])).run();
  }

  private void run() throws InterruptedException {
    Predictor first = live.predictor(batch);
    first.warmUp(); // for all, sooner than if they did so at the same time
    versions.add(outputs(first));
    List<Client> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < predictors; i++) {
      clients.add(new Client());
      threads.add(Thread.ofPlatform().start(clients.get(i)));
    }
    Thread publisher = Thread.ofPlatform().start(this::trainAndPublish);
    for (Thread thread : threads) {
      thread.join();
    }
    stopped = true;
    publisher.join();
    Map<IntBuffer, Integer> numbers = new HashMap<>();
    for (float[] version : versions) {
      if (numbers.put(bits(version), numbers.size()) != null) {
        throw new AssertionError("two versions predict the same");
      }
    }
    clients.forEach(client -> client.report(numbers));
  }

  private void trainAndPublish() {
    float[] samples = new float[16 * live.network().inputs()];
    float[] y = new float[16];
    Random random = new Random(3);
    LiveNetwork preview = new LiveNetwork(live.network());
    Predictor predictor = preview.predictor(batch);
    try (Trainer trainer =
        Trainer.builder(live.network())
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Sgd(0.1f, 0.9f))
            .batch(16)
            .build()) {
      while (!stopped) {
        for (int i = 0; i < samples.length; i++) {
          samples[i] = (float) random.nextGaussian();
        }
        for (int j = 0; j < y.length; j++) {
          y[j] = random.nextInt(live.network().outputs());
        }
        trainer.step(16, samples, 0, y, 0);
        Network next = trainer.network();
        preview.publish(next);
        versions.add(outputs(predictor));
        live.publish(next);
        LockSupport.parkNanos(50_000);
      }
    }
  }

  private float[] outputs(Predictor predictor) {
    float[] out = new float[batch * live.network().outputs()];
    predict(predictor, out);
    return out;
  }

  private void predict(Predictor predictor, float[] out) {
    if (batch == 1) {
      predictor.predict(x, 0, out, 0);
    } else {
      predictor.predict(batch, x, 0, out, 0);
    }
  }

  private static IntBuffer bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return IntBuffer.wrap(bits);
  }

  /** A thread that predicts, and writes down each output that is not the one before. */
  private final class Client implements Runnable {
    private final Predictor predictor = live.predictor(batch);
    private final float[] out = new float[batch * live.network().outputs()];
    private final float[][] seen = new float[MOST_VERSIONS][out.length];
    private int count;
    private long bytes;

    /** Rounds until one allocates nothing: the JIT may be late for the ones before. */
    @Override
    public void run() {
      AllocationMeter meter = AllocationMeter.ofCaller();
      long end = System.nanoTime() + LIMIT_NANOS;
      do {
        count = 0;
        meter.start();
        predictAll();
        bytes = meter.bytes();
      } while (bytes != 0 && System.nanoTime() < end);
    }

    private void predictAll() {
      long start = System.nanoTime();
      while (count < MOST_VERSIONS) {
        long nanos = System.nanoTime() - start;
        if (nanos > LIMIT_NANOS || (count >= LEAST_VERSIONS && nanos > ROUND_NANOS)) {
          return;
        }
        predict(predictor, out);
        if (count == 0 || !Arrays.equals(out, seen[count - 1])) {
          System.arraycopy(out, 0, seen[count], 0, out.length);
          count++;
        }
      }
    }

    private void report(Map<IntBuffer, Integer> numbers) {
      int last = -1;
      for (int i = 0; i < count; i++) {
        Integer number = numbers.get(bits(seen[i]));
        if (number == null || number <= last) {
          throw new AssertionError(
              "output %d is of version %s after %d".formatted(i, number, last));
        }
        last = number;
      }
      System.out.println(count + " versions, " + bytes + " bytes");
    }
  }
}
