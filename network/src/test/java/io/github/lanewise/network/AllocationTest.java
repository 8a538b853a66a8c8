package io.github.lanewise.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.Relu;
import io.github.lanewise.kernels.Softmax;
import io.github.lanewise.testing.AllocationMeter;
import io.github.lanewise.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Warm, a prediction and a training step allocate nothing, on the caller and on the workers. */
class AllocationTest {

  // On a core that ten other programs want, a hand-over between two threads takes 30 ms.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final int PREDICTIONS = 100_000;
  private static final int STEPS = 2_000;

  /** Warms up, then prints the bytes of each kind of work, one line each. */
  static final class Meter {
    private static final int INPUTS = 20;
    private static final int CLASSES = 5;
    private static final int BATCH = 16;
    private static volatile Object sink = "";

    private Meter() {}

    public static void main(String[] args) throws InterruptedException {
      Network network =
          Network.builder(INPUTS)
              .layer(33, new Relu())
              .layer(CLASSES, new Softmax())
              .seed(1)
              .build();
      AllocationMeter canary = AllocationMeter.ofCaller();
      canary.start();
      sink = new Object();
      long canaryBytes = canary.bytes();
      System.out.println("canary " + canaryBytes + " " + sink.getClass().getSimpleName());
      predictions(network);
      for (Optimizer optimizer :
          List.of(
              new Sgd(0.01f),
              new Sgd(0.01f, 0.9f),
              new Sgd(0.01f, 0.9f, true),
              new Adam(0.001f),
              new AdamW(0.001f))) {
        steps(network, optimizer);
      }
      everySetting(network);
    }

    private static void predictions(Network network) {
      // A panel of samples where there are panels, and a few that are left over.
      int batch = BATCH + 3;
      Predictor predictor = network.predictor(batch);
      float[] in = new float[INPUTS * batch];
      float[] out = new float[CLASSES * batch];
      AllocationMeter meter = AllocationMeter.ofCaller();
      report(
          "predict",
          meter,
          PREDICTIONS,
          () -> {
            predictor.predict(in, 0, out, 0);
            predictor.predict(batch, in, 0, out, 0);
          });
    }

    // When C2 first gets a method of a class, here after 5,000 to 10,000 calls, HotSpot makes the
    // string constants of the class, its messages, on the thread that has called it. The callers
    // wait for the compilers: behind a queue of them, C2 would ask for more calls than that.
    private static long stepsBeforeC2 = 12_000;

    private static void steps(Network network, Optimizer optimizer) throws InterruptedException {
      float[] x = new float[INPUTS * BATCH];
      float[] y = new float[BATCH];
      try (Trainer trainer =
          Trainer.builder(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(optimizer)
              .l2(1e-4f)
              .batch(BATCH)
              .threads(2)
              .sharing(TrainerCases.all(2))
              .build()) {
        for (long step = trainer.steps(); step < stepsBeforeC2; step++) {
          trainer.step(BATCH, x, 0, y, 0);
        }
        stepsBeforeC2 = 1;
        AllocationMeter meter = AllocationMeter.ofCallerAnd("lanewise-worker-", 1);
        report("step " + optimizer, meter, STEPS, () -> trainer.step(BATCH, x, 0, y, 0));
      }
      awaitTheEndOfWorkers();
    }

    /** Steps and epochs that accumulate, clip, drop units and tell a listener. */
    private static void everySetting(Network network) throws InterruptedException {
      float[] x = new float[INPUTS * BATCH];
      float[] y = new float[BATCH];
      float[] costs = new float[2];
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(long step, int samples, float cost) {
              costs[0] = cost;
            }

            @Override
            public void epoch(long epoch, int samples, float cost) {
              costs[1] = cost;
            }
          };
      Trainer.Builder builder =
          Trainer.builder(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(new Adam(0.001f))
              .batch(BATCH / 3)
              .listener(listener)
              .threads(2)
              .sharing(TrainerCases.all(2));
      try (Trainer trainer = TrainerCases.withEverySetting(builder).build()) {
        trainer.epoch(BATCH, x, 0, y, 0);
        AllocationMeter meter = AllocationMeter.ofCallerAnd("lanewise-worker-", 1);
        report("every setting", meter, STEPS, () -> trainer.step(BATCH - 1, x, 0, y, 0));
        report("epoch", meter, STEPS, () -> trainer.epoch(BATCH, x, 0, y, 0));
      }
      awaitTheEndOfWorkers();
    }

    /** The workers of a closed trainer end soon, not at once. */
    private static void awaitTheEndOfWorkers() throws InterruptedException {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("lanewise-worker-")) {
          thread.join();
        }
      }
    }

    /**
     * The work allocates in the interpreter: it is run until a whole round of it does not, or for a
     * minute.
     */
    private static void report(String name, AllocationMeter meter, int rounds, Runnable work) {
      long end = System.nanoTime() + 60_000_000_000L;
      long warming;
      do {
        meter.start();
        for (int round = 0; round < rounds; round++) {
          work.run();
        }
        warming = meter.bytes();
      } while (warming != 0 && System.nanoTime() < end);
      meter.start();
      for (int round = 0; round < rounds; round++) {
        work.run();
      }
      System.out.println(name + " " + meter.bytes());
    }
  }

  private static ChildJvm meter() {
    return ChildJvm.of(Meter.class).option("-XX:-BackgroundCompilation");
  }

  @RepeatedTest(5)
  void allocatesNothing() {
    assertAllocatesNothing(meter());
  }

  @Test
  void allocatesNothingWhileAFlightRecordingRunsThatDoesNotAsk() {
    assertAllocatesNothing(
        meter().option("-XX:StartFlightRecording").option("-Xlog:jfr+startup=error"));
  }

  private static void assertAllocatesNothing(ChildJvm child) {
    List<String> lines = child.limit(LIMIT).run().outputOfSuccess().lines().toList();
    assertThat(lines).hasSize(9);
    assertThat(lines.get(0)).isEqualTo("canary 16 Object");
    assertThat(lines.subList(1, 9)).allMatch(line -> line.endsWith(" 0"));
  }

  /** Warms up, then prints the bytes of the first calls. */
  static final class FirstCalls {
    private static final int INPUTS = 8;
    private static final int CLASSES = 5;
    private static final int BATCH = 8;

    private FirstCalls() {}

    public static void main(String[] args) {
      Predictor predictor =
          Network.builder(INPUTS)
              .layer(33, new Relu())
              .layer(CLASSES, new Softmax())
              .seed(1)
              .build()
              .predictor(BATCH);
      float[] in = new float[INPUTS * BATCH];
      float[] out = new float[CLASSES * BATCH];
      AllocationMeter meter = AllocationMeter.ofCaller();
      long end = System.nanoTime() + 60_000_000_000L;
      long bytes;
      do { // again, where the machine is too busy for one warm-up
        predictor.warmUp(1, 3, BATCH);
        meter.start();
        predictor.predict(in, 0, out, 0);
        predictor.predict(3, in, 0, out, 0);
        predictor.predict(BATCH, in, 0, out, 0);
        bytes = meter.bytes();
      } while (bytes != 0 && System.nanoTime() < end);
      System.out.print(bytes);
    }
  }

  @RepeatedTest(2)
  void theFirstCallsAfterAWarmUpAllocateNothing() {
    assertThat(ChildJvm.of(FirstCalls.class).limit(LIMIT).run().outputOfSuccess()).isEqualTo("0");
  }
}
