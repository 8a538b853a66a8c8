package io.github.lanewise.network;

import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.testing.AllocationMeter;
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
  static final int PREDICTORS = 4;

  private static final int INPUTS = 8;
  private static final int CLASSES = 5;
  private static final int BATCH = 3;
  private static final int MOST_VERSIONS = 1 << 16;
  private static final long ROUND_NANOS = 2_000_000_000L;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final LiveNetwork live =
      new LiveNetwork(
          Network.builder(INPUTS)
              .layer(33, new Relu())
              .layer(CLASSES, new Softmax())
              .seed(1)
              .build());
  private final float[] x = new float[BATCH * INPUTS];
  private volatile boolean stopped;

  // What the versions give for x, in the order in which they were published.
  private final List<float[]> versions = new ArrayList<>();

  private LiveNetworkLoad() {
    Random random = new Random(2);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
  }

  public static void main(String[] args) throws InterruptedException {
    new LiveNetworkLoad().run();
  }

  private void run() throws InterruptedException {
    versions.add(outputs(live.predictor(BATCH)));
    List<Client> clients = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PREDICTORS; i++) {
      clients.add(new Client());
      threads.add(Thread.ofPlatform().start(clients.get(i)));
    }
    Thread publisher = Thread.ofPlatform().start(this::trainAndPublish);
    for (Thread thread : threads) {
      thread.join();
    }
    stopped = true;
    publisher.join();
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    for (float[] version : versions) {
      if (numbers.put(bits(version), numbers.size()) != null) {
        throw new AssertionError("two versions predict the same");
      }
    }
    clients.forEach(client -> client.report(numbers));
  }

  private void trainAndPublish() {
    float[] batch = new float[16 * INPUTS];
    float[] y = new float[16];
    Random random = new Random(3);
    LiveNetwork preview = new LiveNetwork(live.network());
    Predictor predictor = preview.predictor(BATCH);
    try (Trainer trainer =
        Trainer.builder(live.network())
            .loss(new SoftmaxCrossEntropy())
            .optimizer(new Sgd(0.1f, 0.9f))
            .batch(16)
            .build()) {
      while (!stopped) {
        for (int i = 0; i < batch.length; i++) {
          batch[i] = (float) random.nextGaussian();
        }
        for (int j = 0; j < y.length; j++) {
          y[j] = random.nextInt(CLASSES);
        }
        trainer.step(16, batch, 0, y, 0);
        Network next = trainer.network();
        preview.publish(next);
        versions.add(outputs(predictor));
        live.publish(next);
        LockSupport.parkNanos(50_000);
      }
    }
  }

  private float[] outputs(Predictor predictor) {
    float[] out = new float[BATCH * CLASSES];
    predictor.predict(BATCH, x, 0, out, 0);
    return out;
  }

  private static List<Integer> bits(float[] values) {
    List<Integer> bits = new ArrayList<>();
    for (float value : values) {
      bits.add(Float.floatToRawIntBits(value));
    }
    return bits;
  }

  /** A thread that predicts, and writes down each output that is not the one before. */
  private final class Client implements Runnable {
    private final Predictor predictor = live.predictor(BATCH);
    private final float[] out = new float[BATCH * CLASSES];
    private final float[][] seen = new float[MOST_VERSIONS][BATCH * CLASSES];
    private int count;
    private long bytes;

    /** Rounds until one allocates nothing: the JIT may be late for the ones before. */
    @Override
    public void run() {
      AllocationMeter meter = AllocationMeter.ofCaller();
      predictor.warmUp();
      long end = System.nanoTime() + LIMIT_NANOS;
      do {
        count = 0;
        meter.start();
        predict();
        bytes = meter.bytes();
      } while (bytes != 0 && System.nanoTime() < end);
    }

    private void predict() {
      long end = System.nanoTime() + ROUND_NANOS;
      while (System.nanoTime() < end && count < MOST_VERSIONS) {
        predictor.predict(BATCH, x, 0, out, 0);
        if (count == 0 || !Arrays.equals(out, seen[count - 1])) {
          System.arraycopy(out, 0, seen[count], 0, out.length);
          count++;
        }
      }
    }

    private void report(Map<List<Integer>, Integer> numbers) {
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
